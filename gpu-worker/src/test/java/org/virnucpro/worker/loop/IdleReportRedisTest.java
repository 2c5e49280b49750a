package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.worker.loop.LoopFixture.FIRST;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;

@ExtendWith(RedisExtension.class)
final class IdleReportRedisTest {

    private static final WorkerId OTHER = new WorkerId("other");
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private LoopFixture fixture;

    @BeforeEach
    void start_a_cluster(TestRedis redis) {
        fixture = new LoopFixture(redis, folder);
    }

    @Test
    void a_worker_without_a_task_says_why_at_once() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);

        fixture.runSynthetic();

        assertThat(reasons(run)).containsExactly(IdleReason.STEALING_OFF.words());
        QueueEvent event = idle(run).get(0);
        assertThat(event.source()).isEqualTo("self");
        assertThat(event.elapsedMillis()).isZero();
    }

    @Test
    void the_same_reason_is_said_once_however_long_it_lasts() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        waits(20, INTERVAL);

        fixture.runSynthetic();

        assertThat(idle(run)).hasSize(1);
    }

    @Test
    void a_new_reason_is_said_when_an_interval_has_passed_since_the_last_report() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        fixture.wakeup.then(() -> {
            run.queues().changeState(RunState.PAUSED);
            fixture.ticker.advance(Duration.ofSeconds(1));
        });
        waits(3, Duration.ofSeconds(1));

        fixture.runSynthetic();

        assertThat(reasons(run)).containsExactly(IdleReason.STEALING_OFF.words(), IdleReason.PAUSED.words());
        assertThat(idle(run).get(1).elapsedMillis()).isEqualTo(2000);
    }

    @Test
    void reports_are_never_closer_than_the_interval() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        AtomicBoolean paused = new AtomicBoolean();
        IntStream.range(0, 30)
                .forEach(i -> fixture.wakeup.then(() -> {
                    run.queues().changeState(paused.getAndSet(!paused.get()) ? RunState.OPEN : RunState.PAUSED);
                    fixture.ticker.advance(Duration.ofSeconds(1));
                }));

        fixture.runSynthetic();

        assertThat(idle(run)).hasSizeBetween(8, 11);
    }

    @Test
    void a_silent_broker_is_named_when_it_answers_again() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        AtomicBoolean silent = new AtomicBoolean();
        fixture.registry.watch(run.spec().run(), (method, arguments) -> {
            if (silent.get()) {
                throw new BrokerException("silent");
            }
        });
        fixture.wakeup.then(() -> {
            silent.set(true);
            fixture.ticker.advance(Duration.ofSeconds(1));
        });
        waits(5, Duration.ofSeconds(1));
        fixture.wakeup.then(() -> silent.set(false));

        fixture.runSynthetic();

        assertThat(reasons(run)).containsExactly(IdleReason.STEALING_OFF.words(), IdleReason.BROKER_SILENT.words());
        assertThat(idle(run).get(1).elapsedMillis()).isEqualTo(5000);
    }

    @Test
    void a_stretch_that_ends_before_its_report_was_due_is_still_named_when_it_was_longer_than_an_interval()
            throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        run.queues().join(OTHER, FIRST);
        fixture.wakeup.then(() -> {
            run.queues().changeState(RunState.PAUSED);
            fixture.ticker.advance(Duration.ofMillis(2900));
        });
        fixture.wakeup.then(() -> {
            run.queues().changeState(RunState.OPEN);
            run.queues().leave(OTHER, FIRST);
            fixture.ticker.advance(Duration.ofMillis(3500));
        });

        fixture.runSynthetic();

        assertThat(reasons(run)).startsWith(IdleReason.STEALING_OFF.words(), IdleReason.PAUSED.words());
    }

    @Test
    void a_take_that_took_longer_than_an_interval_is_named() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        AtomicBoolean slow = new AtomicBoolean(true);
        fixture.registry.watch(run.spec().run(), (method, arguments) -> {
            if (method.equals("take") && slow.getAndSet(false)) {
                fixture.ticker.advance(INTERVAL);
            }
        });

        fixture.runSynthetic();

        assertThat(reasons(run)).startsWith(IdleReason.SLOW_TAKE.words());
        assertThat(idle(run).get(0).elapsedMillis()).isEqualTo(INTERVAL.toMillis());
    }

    @Test
    void a_worker_that_cannot_join_tells_the_run_why() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.ON, "cpu", Duration.ofSeconds(30));

        fixture.runSynthetic();

        assertThat(reasons(run)).singleElement().asString().startsWith("it cannot join: it needs engine cpu");
    }

    @Test
    void a_worker_that_computes_another_run_says_so() throws IOException {
        OpenRun starved = fixture.openRun(OTHER, StealSettings.OFF);
        OpenRun busy = fixture.openRun(SELF, StealSettings.OFF);
        fixture.run(Predicting.each(() -> fixture.ticker.advance(Duration.ofSeconds(2))));

        assertThat(busy.counts().done()).isEqualTo(14);
        // The first look found no task of one run and one of the other, so there was no stretch without any task before
        // it.
        assertThat(reasons(starved)).startsWith(IdleReason.OTHER_RUN.words());
    }

    @Test
    void a_report_that_fails_does_not_cost_the_task_in_hand() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF);
        run.queues().join(OTHER, FIRST);
        List<String> taken = new ArrayList<>();
        fixture.registry.watch(run.spec().run(), (method, arguments) -> {
            if (method.equals("reportIdle")) {
                throw new BrokerException("silent");
            }
        });
        fixture.wakeup.then(() -> {
            run.queues().leave(OTHER, FIRST);
            fixture.ticker.advance(INTERVAL);
        });

        fixture.run(Predicting.each(() -> taken.add("task")));

        assertThat(taken).hasSize(14);
        assertThat(run.counts().done()).isEqualTo(14);
    }

    private void waits(int times, Duration each) {
        IntStream.range(0, times).forEach(i -> fixture.wakeup.then(() -> fixture.ticker.advance(each)));
    }

    private static List<QueueEvent> idle(OpenRun run) {
        return run.queues().events("", 1000).stream()
                .filter(event -> event.type() == QueueEvent.Type.IDLE)
                .toList();
    }

    private static List<String> reasons(OpenRun run) {
        return idle(run).stream().map(QueueEvent::reason).toList();
    }
}
