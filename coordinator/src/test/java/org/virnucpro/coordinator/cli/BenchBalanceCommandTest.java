package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.cli.ExitCodes;

/** Wrong uses; right ones need worker processes ({@code ReplayIT}). */
final class BenchBalanceCommandTest {

    @TempDir
    Path folder;

    private Path costs;

    @BeforeEach
    void write() throws IOException {
        costs = Files.writeString(folder.resolve("costs.txt"), "1\n2\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--speeds=1,2    | --weights=1            | 1 weights for 2 speeds",
                "--speeds=1,0    | --policy=none          | speed 0.0",
                "--speeds=1,-2   | --policy=none          | speed -2.0",
                "--speeds=1,fast | --policy=none          | 'fast'",
                "--speeds=1,2    | --policy=greedy        | none, threshold or adaptive",
                "--speeds=1,2    | --steal-margin=2s,500% | 2s,5%",
                "--speeds=1,2    | --steal-threshold=a    | 3,2,3",
            })
    void what_makes_no_sense_is_a_usage_error_before_any_process_starts(String speeds, String option, String message) {
        CommandRun run = CommandRun.of(new BenchBalanceCommand(), "--costs", costs.toString(), speeds, option);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void a_file_of_costs_that_is_not_there_is_named() {
        CommandRun run = CommandRun.of(new BenchBalanceCommand(), "--costs", costs + ".old", "--speeds", "1");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(run.err()).contains("costs.txt.old");
    }

    @Test
    void costs_and_speeds_must_be_given() {
        CommandRun run = CommandRun.of(new BenchBalanceCommand(), "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("--costs", "--speeds");
    }
}
