package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cli.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class PollOptionsTest {

    @Command
    private static final class Polling {
        @Mixin
        private final PollOptions options = new PollOptions();
    }

    @Test
    void the_queues_are_polled_every_three_seconds_unless_told_otherwise() {
        assertThat(parsed()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2s", "2500ms", "5s"})
    void two_to_five_seconds_are_accepted(String interval) {
        assertThat(parsed("--poll-interval", interval)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1999ms", "5001ms", "1m"})
    void other_intervals_are_refused(String interval) {
        assertThatThrownBy(() -> parsed("--poll-interval", interval))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("2s to 5s");
    }

    @Test
    void a_worker_is_stalled_after_five_minutes_unless_told_otherwise() {
        Polling polling = new Polling();
        new CommandLine(polling).parseArgs();
        assertThat(polling.options.stallAfter()).isEqualTo(Duration.ofMinutes(5));
        new CommandLine(polling).parseArgs("--stall-after", "20s");
        assertThat(polling.options.stallAfter()).isEqualTo(Duration.ofSeconds(20));
        new CommandLine(polling).parseArgs("--stall-after", "0s");
        assertThatThrownBy(polling.options::stallAfter).isInstanceOf(CommandException.class);
    }

    private static Duration parsed(String... arguments) {
        Polling polling = new Polling();
        new CommandLine(polling).parseArgs(arguments);
        return polling.options.interval();
    }
}
