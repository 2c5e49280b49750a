package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short storm in the mode with the most faults; benchmarks/storm has the long ones in every mode. */
final class StormIT {

    @TempDir
    Path folder;

    @Test
    void a_thousand_tasks_outlive_kills_cuts_stalls_and_losses_of_power() throws Exception {
        Path history = folder.resolve("history.jsonl");
        try (Launched storm = Launched.start(
                folder,
                "bench",
                "storm",
                "--tasks",
                "1000",
                "--mode",
                "loss",
                "--seed",
                "4",
                "--json",
                "--history",
                history.toString(),
                "--work",
                folder.resolve("work").toString())) {
            assertThat(storm.exitCode()).as(storm.output()).isZero();
            assertGood(storm.output());
        }
        try (Launched check = Launched.start(folder, "bench", "storm", "--check", history.toString(), "--json")) {
            assertThat(check.exitCode()).as(check.output()).isZero();
            assertGood(check.output());
        }
    }

    private static void assertGood(String output) throws Exception {
        String line = output.lines()
                .filter(text -> text.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no verdict in:\n" + output));
        JsonNode verdict = new ObjectMapper().readTree(line);
        assertThat(verdict.path("ok").asBoolean()).as(line).isTrue();
        assertThat(verdict.path("tasks").asInt()).isEqualTo(1000);
        for (String none : new String[] {"lost", "double_effects", "wrong_survivor", "wrongly_dead", "unpublished"}) {
            assertThat(verdict.path(none).asInt(-1)).as(none).isZero();
        }
        assertThat(verdict.path("steals").asInt())
                .isEqualTo(verdict.path("steal_events").asInt(-1));
        for (String some : new String[] {"worker_kills", "redis_kills", "dropped_replies", "steals"}) {
            assertThat(verdict.path(some).asInt()).as(some).isPositive();
        }
    }
}
