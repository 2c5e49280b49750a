package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.coordinator.replay.RecordedEvents;
import org.virnucpro.coordinator.replay.RecordedRun;
import org.virnucpro.coordinator.replay.Replay;

/** A rehearsal with worker processes: what it prints, and that its recording replays as long as it took. */
final class ReplayIT {

    @TempDir
    Path folder;

    @Test
    void a_run_of_worker_processes_replayed_under_its_own_policy_is_within_5_percent() throws Exception {
        Path costs = Files.writeString(folder.resolve("costs.txt"), "2.2\n0.8\n1.0\n0.5\n1.1\n0.9\n0.7\n0.8\n");
        Path events = folder.resolve("events.jsonl");
        try (Launched bench = Launched.start(
                folder,
                "bench",
                "balance",
                "--costs",
                costs.toString(),
                "--speeds",
                "1,3",
                "--weights",
                "1,1",
                "--cut",
                "--max-shard-seconds",
                "0.2",
                "--events",
                events.toString(),
                "--json")) {
            assertThat(bench.exitCode()).as(bench.output()).isZero();
            JsonNode report = new ObjectMapper().readTree(bench.output());
            assertReport(report);
            RecordedRun recorded = RecordedEvents.read(events);
            assertThat(recorded.makespanMillis() / 1000.0)
                    .isEqualTo(report.path("makespan_s").asDouble());
            assertThat(recorded.steals()).isEqualTo(report.path("steals").asLong());
            double replayed =
                    Replay.of(recorded, recorded.stealing(), 1).result().makespanMillis();
            assertThat(replayed / recorded.makespanMillis()).isBetween(0.95, 1.05);
        }
    }

    private static void assertReport(JsonNode report) {
        assertThat(report.path("policy").asText()).isEqualTo("adaptive");
        assertThat(report.path("lower_bound_s").asDouble()).isEqualTo(2.0);
        assertThat(report.path("steals").asInt()).isPositive();
        assertThat(report.path("refused").isInt()).isTrue();
        assertThat(report.path("ratio").asDouble()).isGreaterThanOrEqualTo(1);
        Set<Integer> tasks = new HashSet<>();
        double end = 0;
        for (JsonNode task : report.path("tasks")) {
            assertThat(tasks.add(task.path("task").asInt())).isTrue();
            assertThat(task.path("worker").asText()).startsWith("worker-");
            assertThat(task.path("start_s").asDouble())
                    .isNotNegative()
                    .isLessThanOrEqualTo(task.path("end_s").asDouble());
            end = Math.max(end, task.path("end_s").asDouble());
        }
        assertThat(tasks.size()).isGreaterThan(8);
        assertThat(end).isEqualTo(report.path("makespan_s").asDouble());
    }
}
