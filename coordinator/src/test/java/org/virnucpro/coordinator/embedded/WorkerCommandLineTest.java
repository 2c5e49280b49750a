package org.virnucpro.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.WorkerId;

final class WorkerCommandLineTest {

    @Test
    void a_started_worker_reads_its_arguments_only_and_no_configuration() {
        ProcessBuilder builder = new WorkerCommandLine(
                        List.of("java"), List.of("--threads", "1"), Map.of(), Map.of("VIRNUCPRO_REDIS_PASSWORD", "x"))
                .build(new WorkerId("cpu-0"));
        assertThat(builder.environment())
                .containsEntry("VIRNUCPRO_CONFIG", "none")
                .containsEntry("VIRNUCPRO_REDIS_PASSWORD", "x");
    }
}
