package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

final class SampleJsonTest {

    private static final DeviceTelemetry FULL = new DeviceTelemetry(
            "GPU-1",
            Optional.of("NVIDIA H200"),
            OptionalDouble.of(0.87),
            OptionalLong.of(5L << 30),
            OptionalLong.of(140L << 30),
            OptionalDouble.of(55),
            OptionalDouble.empty());

    @Test
    void every_field_has_its_meaning_and_unit_in_the_documentation() throws IOException {
        String documentation = Files.readString(RepositoryFiles.top().resolve("docs/monitoring.md"));
        JsonNode sample = new ObjectMapper().readTree(SampleJson.line(sample(0)));
        List<String> names = new ArrayList<>();
        sample.fieldNames().forEachRemaining(names::add);
        sample.path("workers").path("w0").fieldNames().forEachRemaining(names::add);
        FULL.describe().keySet().forEach(names::add);
        assertThat(names)
                .hasSizeGreaterThan(48)
                .allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
    }

    @Test
    void what_is_not_known_is_null_and_the_beginning_is_calculating() throws IOException {
        JsonNode sample = new ObjectMapper().readTree(SampleJson.line(sample(0)));
        assertThat(sample.path("remaining").path("state").asText()).isEqualTo("calculating");
        assertThat(sample.path("efficiency").isNull()).isTrue();
        assertThat(sample.path("workers").path("w0").path("idle_reason").isNull())
                .isTrue();
        assertThat(sample.path("workers").path("w0").path("running_task").asInt())
                .isZero();
        assertThat(sample.path("workers")
                        .path("w0")
                        .path("projected_finish_seconds")
                        .asDouble())
                .isEqualTo(6);
    }

    @Test
    void telemetry_stands_with_its_worker_and_null_for_what_is_not_measured() throws IOException {
        PollSample sample = sample(0);
        JsonNode none = new ObjectMapper().readTree(SampleJson.line(sample));
        assertThat(none.path("workers").path("w0").path("telemetry").isNull()).isTrue();
        JsonNode full = new ObjectMapper().readTree(SampleJson.line(sample.with(Map.of(new WorkerId("w0"), FULL))));
        JsonNode telemetry = full.path("workers").path("w0").path("telemetry");
        assertThat(telemetry.path("uuid").asText()).isEqualTo("GPU-1");
        assertThat(telemetry.path("utilization").asDouble()).isEqualTo(0.87);
        assertThat(telemetry.path("memory_used_bytes").asLong()).isEqualTo(5L << 30);
        assertThat(telemetry.path("power_watts").isNull()).isTrue();
    }

    private static PollSample sample(long millis) {
        Scenario scenario = Scenario.planned(
                List.of(SimulatedWorker.steady("w0", 1, 1)),
                List.of(SimulatedTask.known(4000), SimulatedTask.known(2000)),
                0,
                StealSettings.ON,
                Scenario.Delays.DEFAULT,
                1);
        WatchedSchedule schedule = new WatchedSchedule(scenario);
        return new RunMonitor(schedule.plan(), StealSettings.ON, Duration.ofMinutes(5))
                .observe(schedule.viewAt(millis), schedule.eventsUntil(millis));
    }
}
