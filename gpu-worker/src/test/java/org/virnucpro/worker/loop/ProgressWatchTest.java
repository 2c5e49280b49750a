package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

class ProgressWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ManualTicker ticker = new ManualTicker();
    private final ProgressWatch watch = new ProgressWatch(ticker, new StallLimit(Optional.of(LIMIT)), 1);
    private final Candidate candidate = new Candidate(null, task(1000), null);

    @BeforeEach
    void begin() {
        watch.begins(candidate);
    }

    @Test
    void a_task_in_which_nothing_moves_is_stuck_at_the_second_look() {
        ticker.advance(LIMIT);
        assertThat(watch.stuck()).isEmpty();
        assertThat(watch.stuck()).contains(candidate);
    }

    @Test
    void a_sign_of_life_starts_the_time_anew() {
        ticker.advance(LIMIT.minusSeconds(1));
        watch.moves();
        ticker.advance(LIMIT.minusSeconds(1));
        assertThat(watch.stuck()).isEmpty();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void a_process_that_was_suspended_and_goes_on_is_not_stuck() {
        ticker.advance(Duration.ofHours(1));
        assertThat(watch.stuck()).isEmpty();
        watch.moves();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void a_wait_for_the_broker_and_the_time_between_tasks_do_not_count() {
        watch.waits();
        ticker.advance(Duration.ofHours(1));
        assertThat(watch.stuck()).isEmpty();
        assertThat(watch.stuck()).isEmpty();
        watch.moves();
        watch.ends();
        ticker.advance(Duration.ofHours(1));
        assertThat(watch.stuck()).isEmpty();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void a_supervisor_is_told_of_progress_within_the_limit_of_the_task_and_between_tasks_within_a_pause() {
        Duration pause = Duration.ofSeconds(5);
        ticker.advance(LIMIT.minusSeconds(1));
        assertThat(watch.isMoving(pause)).isTrue();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(watch.isMoving(pause)).isFalse();
        watch.moves();
        assertThat(watch.isMoving(pause)).isTrue();
        watch.waits();
        ticker.advance(Duration.ofHours(1));
        assertThat(watch.isMoving(pause)).as("waiting for the broker").isTrue();
        watch.ends();
        assertThat(watch.isMoving(pause)).isTrue();
        ticker.advance(pause);
        assertThat(watch.isMoving(pause)).isFalse();
        assertThat(watch.running()).isEmpty();
    }

    @Test
    void unless_a_person_says_otherwise_the_time_is_generous() {
        assertThat(StallLimit.DEFAULT.of(task(1000), 1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(StallLimit.DEFAULT.of(task(60_000), 0.5)).isEqualTo(Duration.ofMinutes(40));
        assertThatThrownBy(() -> new StallLimit(Optional.of(Duration.ofMillis(10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 s");
    }

    private static Task task(long costMillis) {
        return new Task(new TaskId(0), 1, costMillis, new WorkerId("w"), new Shard(0, 0, 10, 1, 1, 1));
    }
}
