package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

final class ThroughputLogTest {

    @TempDir
    Path folder;

    @Test
    void each_poll_is_a_line_per_worker_and_the_columns_name_their_units() throws IOException {
        Path file = folder.resolve("throughput.tsv");
        try (ThroughputLog log = new ThroughputLog(file)) {
            log.append(sample());
            log.append(sample());
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("time\telapsed_seconds\tworker\t").contains("sequences_per_second");
        assertThat(lines).allSatisfy(line -> assertThat(line.split("\t", -1)).hasSameSizeAs(ThroughputLog.COLUMNS));
        assertThat(lines.get(1)).contains("\tw0\tmember\t");
        assertThat(lines.get(2)).contains("\tw1\tmember\t");
    }

    @Test
    void a_coordinator_that_takes_over_goes_on_without_a_second_header() throws IOException {
        Path file = folder.resolve("throughput.tsv");
        try (ThroughputLog first = new ThroughputLog(file)) {
            first.append(sample());
        }
        try (ThroughputLog second = new ThroughputLog(file)) {
            second.append(sample());
        }
        assertThat(Files.readAllLines(file))
                .hasSize(5)
                .filteredOn(line -> line.startsWith("time"))
                .hasSize(1);
    }

    @Test
    void a_line_that_was_cut_off_damages_no_other() throws IOException {
        Path file = folder.resolve("throughput.tsv");
        try (ThroughputLog first = new ThroughputLog(file)) {
            first.append(sample());
        }
        Files.writeString(file, "2026-11-23T00:0", StandardOpenOption.APPEND);
        try (ThroughputLog second = new ThroughputLog(file)) {
            second.append(sample());
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(3)).isEqualTo("2026-11-23T00:0");
        assertThat(lines.get(4).split("\t", -1)).hasSameSizeAs(ThroughputLog.COLUMNS);
    }

    private static PollSample sample() {
        Scenario scenario = Scenario.planned(
                List.of(SimulatedWorker.steady("w0", 1, 1), SimulatedWorker.steady("w1", 2, 2)),
                List.of(SimulatedTask.known(9000), SimulatedTask.known(5000), SimulatedTask.known(4000)),
                0,
                StealSettings.ON,
                Scenario.Delays.DEFAULT,
                1);
        WatchedSchedule schedule = new WatchedSchedule(scenario);
        RunMonitor monitor = new RunMonitor(schedule.plan(), StealSettings.ON, Duration.ofMinutes(5));
        return monitor.observe(schedule.viewAt(4000), schedule.eventsUntil(4000));
    }
}
