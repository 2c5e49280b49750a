package org.virnucpro.coordinator.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.balance.RemainingTime;
import org.virnucpro.coordinator.balance.RunMeasures;

final class ProgressLinesTest {

    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    private final StringWriter out = new StringWriter();
    private final ProgressLines progress = new ProgressLines(new PrintWriter(out));

    @Test
    void a_line_says_what_has_moved_how_fast_and_how_long_it_goes_on() {
        progress.polled(sample(0, 1, new RemainingTime.Estimated(50, 40, 70)));
        assertThat(out.toString().strip())
                .isEqualTo("2026-11-23T20:00:00Z  1 of 4 tasks done, 1 running, 2 queued, 0 stolen, 0 sequences/s,"
                        + " 50 s left (40 to 70 s)");
    }

    @Test
    void a_task_that_takes_long_does_not_silence_the_log() {
        for (int second = 0; second <= 90; second += 3) {
            progress.polled(sample(second, 1, new RemainingTime.Calculating()));
        }
        assertThat(out.toString().lines().map(line -> line.substring(14, 19)))
                .containsExactly("00:00", "00:30", "01:00", "01:30");
    }

    @Test
    void lines_have_no_escape_codes() {
        progress.polled(sample(0, 1, new RemainingTime.Over()));
        progress.merging();
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    private static PollSample sample(int second, long done, RemainingTime remaining) {
        RunCounts counts = new RunCounts(4, 4, 3 - done, 1, done, 0, 0, 0, 0);
        return new PollSample(
                new QueueView(RunState.OPEN, START.plusSeconds(second), List.of(), 0, counts, List.of()),
                List.of(),
                new RunMeasures(
                        second,
                        1,
                        0,
                        10,
                        done,
                        1,
                        1,
                        OptionalDouble.empty(),
                        remaining,
                        Duration.ofSeconds(3),
                        Map.of()),
                Map.of(),
                Set.of());
    }
}
