package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.testkit.RepositoryFiles;

/** Recordings of real runs, {@code testdata/fixtures/events}. */
final class ReplayCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bench-unknown-weights.jsonl", "predict-worker-killed.jsonl"})
    void under_its_own_policy_a_real_run_is_within_5_percent(String recording) throws IOException {
        JsonNode report = replay(recording, "--json").json();
        double recorded = report.path("recorded_makespan_s").asDouble();
        assertThat(report.path("makespan_s").asDouble() / recorded).isBetween(0.95, 1.05);
        assertThat(report.path("policy")).isEqualTo(report.path("recorded_policy"));
    }

    @Test
    void json_has_the_fields_of_simulate_and_those_of_the_recording() throws IOException {
        JsonNode report = replay("bench-unknown-weights.jsonl", "--policy", "none", "--json")
                .json();
        assertThat(report.path("run").asText()).isEqualTo("balance");
        assertThat(report.path("recorded_policy").asText()).isEqualTo("adaptive");
        assertThat(report.path("recorded_steals").asInt()).isPositive();
        assertThat(report.path("dead_tasks").asInt()).isZero();
        assertThat(report.path("policy").asText()).isEqualTo("none");
        assertThat(report.path("steals").asInt()).isZero();
        for (String field : new String[] {"lower_bound_s", "ratio", "divisible_bound_s", "refused"}) {
            assertThat(report.path(field).isNumber()).as(field).isTrue();
        }
        assertThat(report.path("tasks").size()).isPositive();
    }

    @Test
    void without_stealing_a_run_with_unknown_weights_takes_longer() throws IOException {
        JsonNode with = replay("bench-unknown-weights.jsonl", "--json").json();
        JsonNode without = replay("bench-unknown-weights.jsonl", "--policy", "none", "--json")
                .json();
        assertThat(without.path("makespan_s").asDouble())
                .isGreaterThan(1.2 * with.path("makespan_s").asDouble());
    }

    @Test
    void the_text_names_both_makespans() {
        assertThat(replay("bench-unknown-weights.jsonl", "--policy", "threshold")
                        .out())
                .contains("recorded: makespan", "adaptive stealing", "replayed: makespan", "threshold stealing");
    }

    @Test
    void equal_arguments_give_equal_bytes() {
        assertThat(replay("bench-unknown-weights.jsonl", "--json"))
                .isEqualTo(replay("bench-unknown-weights.jsonl", "--json"));
    }

    @Test
    void a_folder_stands_for_its_events() throws IOException {
        Files.copy(recording("bench-unknown-weights.jsonl"), folder.resolve("events.jsonl"));
        assertThat(CommandRun.of(new ReplayCommand(), folder.toString()).exitCode())
                .isZero();
    }

    @Test
    void what_is_not_there_or_damaged_is_named() throws IOException {
        CommandRun absent = CommandRun.of(new ReplayCommand(), folder.toString());
        assertThat(absent.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(absent.err()).contains("events.jsonl");
        Path damaged = Files.writeString(folder.resolve("x.jsonl"), "{\"time\":5}\n");
        CommandRun run = CommandRun.of(new ReplayCommand(), damaged.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("x.jsonl, line 1: type is missing");
    }

    private static CommandRun replay(String recording, String... more) {
        String[] arguments = new String[more.length + 1];
        arguments[0] = recording(recording).toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return CommandRun.of(new ReplayCommand(), arguments);
    }

    private static Path recording(String name) {
        return RepositoryFiles.top().resolve("testdata/fixtures/events").resolve(name);
    }
}
