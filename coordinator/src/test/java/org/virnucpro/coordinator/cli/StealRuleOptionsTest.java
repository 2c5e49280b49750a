package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

final class StealRuleOptionsTest {

    @Command
    private static final class Stealing {
        @Mixin
        private final StealOptions options = new StealOptions();
    }

    @Test
    void without_options_the_usual_settings_hold() {
        StealMargin usual = new StealMargin(Duration.ofMillis(100), 0.05);
        assertThat(settings(usual)).isEqualTo(StealSettings.ON.withMargin(usual));
    }

    @Test
    void every_option_reaches_the_settings() {
        StealSettings settings = settings(
                StealMargin.DEFAULT,
                "--steal-policy=threshold",
                "--steal-threshold=5,4,3",
                "--steal-margin=1s,10%",
                "--steal-interval=700ms",
                "--victim=random");
        assertThat(settings)
                .isEqualTo(new StealSettings(
                        true,
                        Duration.ofMillis(700),
                        StealSettings.Rule.THRESHOLD,
                        new ImbalanceThreshold(5, 4, 3),
                        StealSettings.Victims.RANDOM,
                        new StealMargin(Duration.ofSeconds(1), 0.1)));
    }

    @Test
    void stealing_is_turned_off_whatever_the_policy() {
        assertThat(settings(StealMargin.DEFAULT, "--no-work-stealing", "--steal-policy=threshold")
                        .enabled())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3,2", "3,2,3,4", "3,2,x", "0,2,3", "3,0,3", "3,2,0", "3,2,-1", "3, 2,3"})
    void a_threshold_is_three_numbers_from_1(String text) {
        assertThatThrownBy(() -> new StealThresholdOption().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 3,2,3");
    }

    @Test
    void a_margin_is_a_time_a_share_or_both_and_what_is_not_given_is_nothing() {
        assertThat(margin("2s,5%")).isEqualTo(StealMargin.DEFAULT);
        assertThat(margin("5%,2s")).isEqualTo(StealMargin.DEFAULT);
        assertThat(margin("250ms")).isEqualTo(new StealMargin(Duration.ofMillis(250), 0));
        assertThat(margin("12.5%")).isEqualTo(new StealMargin(Duration.ZERO, 0.125));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "5", "100%", "-5%", "x%", "NaN%", "2s,5%,3", "2s;5%"})
    void what_is_no_margin_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> margin(text)).hasMessageContaining("2s");
    }

    @Test
    void a_wrong_threshold_is_a_usage_error() {
        assertThatThrownBy(() -> settings(StealMargin.DEFAULT, "--steal-threshold=3"))
                .isInstanceOf(ParameterException.class);
    }

    private static StealMargin margin(String text) {
        return new StealMarginOption().convert(text);
    }

    private static StealSettings settings(StealMargin usual, String... arguments) {
        Stealing stealing = new Stealing();
        new CommandLine(stealing).parseArgs(arguments);
        return stealing.options.settings(usual);
    }
}
