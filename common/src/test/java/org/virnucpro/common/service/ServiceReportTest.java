package org.virnucpro.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.service.ServiceState.Phase;

class ServiceReportTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void a_supervisor_hears_the_beginning_the_state_and_the_end_and_the_file_goes_away() throws Exception {
        Path file = folder.resolve("health.json");
        try (ServiceReport report = new ServiceReport(
                "worker w",
                "loading the models",
                new ServiceReport.Listeners(
                        Optional.of(heard::add), Optional.of(Duration.ofMillis(30)), Optional.of(file)),
                InstantSource.system())) {
            assertThat(next("STATUS=")).contains("STATUS=loading the models").doesNotContain("READY");
            report.follow(new FixedState(Phase.SERVING, true, "idle"));
            assertThat(next("READY=1")).contains("STATUS=idle");
            next("WATCHDOG=1"); // a whole beat later
            assertThat(HealthRecord.read(file).phase()).isEqualTo(Phase.SERVING);
        }
        assertThat(next("STOPPING=1")).contains("STATUS=stopping");
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void a_file_that_cannot_be_written_stops_nothing() throws Exception {
        try (ServiceReport report = new ServiceReport(
                "worker w",
                "loading",
                new ServiceReport.Listeners(
                        Optional.of(heard::add),
                        Optional.of(Duration.ofMillis(30)),
                        Optional.of(folder.resolve("missing/health.json"))),
                InstantSource.system())) {
            next("STATUS=loading");
            report.follow(new FixedState(Phase.SERVING, true, "idle"));
            next("READY=1");
        }
    }

    @Test
    void beats_come_three_times_within_the_time_of_the_watchdog_and_at_least_every_two_seconds() {
        assertThat(ServiceReport.beat(Optional.of(Duration.ofSeconds(3)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(ServiceReport.beat(Optional.of(Duration.ofSeconds(60)))).isEqualTo(Duration.ofSeconds(2));
        assertThat(ServiceReport.beat(Optional.empty())).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void the_time_of_the_watchdog_is_read_unless_it_is_meant_for_another_process() {
        assertThat(watchdog(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "17")))
                .contains(Duration.ofMinutes(1));
        assertThat(watchdog(Map.of("WATCHDOG_USEC", "60000000"))).contains(Duration.ofMinutes(1));
        assertThat(watchdog(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "18")))
                .isEmpty();
        assertThat(watchdog(Map.of("WATCHDOG_USEC", "soon"))).isEmpty();
        assertThat(watchdog(Map.of())).isEmpty();
        assertThat(SystemdNotifier.of(environment(Map.of()))).isEmpty();
    }

    private String next(String containing) throws InterruptedException {
        while (true) {
            String message = heard.poll(30, TimeUnit.SECONDS);
            assertThat(message).as("a message with " + containing).isNotNull();
            if (message.contains(containing)) {
                return message;
            }
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> variables) {
        return SystemdNotifier.watchdog(environment(variables), 17);
    }

    private static HostEnvironment environment(Map<String, String> variables) {
        return new HostEnvironment(variables, Path.of("/home/u"), Path.of("/tmp"), "Linux", "amd64");
    }
}
