package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

final class SampleJsonTest {

    @Test
    void every_field_has_its_meaning_and_unit_in_the_documentation() throws IOException {
        String documentation = Files.readString(RepositoryFiles.top().resolve("docs/monitoring.md"));
        JsonNode sample = new ObjectMapper().readTree(SampleJson.line(sample(0)));
        List<String> names = new ArrayList<>();
        sample.fieldNames().forEachRemaining(names::add);
        sample.path("workers").path("w0").fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .hasSizeGreaterThan(40)
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
