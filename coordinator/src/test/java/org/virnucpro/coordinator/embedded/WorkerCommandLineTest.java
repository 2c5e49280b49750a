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

    @Test
    void a_password_is_in_the_environment_of_a_worker_and_nowhere_else() {
        WorkerCommandLine line = new WorkerCommandLine(
                List.of("java"), List.of("--threads", "1"), Map.of("VIRNUCPRO_REDIS_PASSWORD", "hidden-word"));
        ProcessBuilder builder = line.build(new WorkerId("cpu-0"));
        assertThat(builder.environment()).containsEntry("VIRNUCPRO_REDIS_PASSWORD", "hidden-word");
        assertThat(builder.command()).noneMatch(argument -> argument.contains("hidden-word"));
        assertThat(line.toString()).contains("VIRNUCPRO_REDIS_PASSWORD").doesNotContain("hidden-word");
    }

    @Test
    void a_worker_with_a_gpu_sees_that_one_only_and_is_told_which() {
        WorkerId with = new WorkerId("GPU-1");
        WorkerCommandLine line =
                new WorkerCommandLine(List.of("java"), List.of(), Map.of(), Map.of(with, "GPU-1-2-3"), Map.of());
        ProcessBuilder builder = line.build(with);
        assertThat(builder.environment()).containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1-2-3");
        assertThat(builder.command()).containsSequence("--gpu", "GPU-1-2-3");
        assertThat(line.build(new WorkerId("other")).command()).doesNotContain("--gpu");
    }
}
