package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.GpuWeightOptions;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.WorkerSpeed;

final class LocalGpusTest {

    /** This module has no inventory, so that UUIDs are believed and nothing else is. */
    private static final HostEnvironment BLIND =
            new HostEnvironment(Map.of(), Path.of("/tmp"), Path.of("/tmp"), "Linux", "amd64");

    @Test
    void workers_are_named_by_the_beginning_of_the_uuid_and_weighted_by_the_table() {
        LocalGpus gpus = LocalGpus.of(
                "cuda", List.of(gpu("GPU-11111111-2222", "NVIDIA GeForce RTX 3090"), gpu("GPU-33333333-4444", "?")));
        assertThat(gpus.uuids())
                .isEqualTo(Map.of(
                        new WorkerId("GPU-11111111"), "GPU-11111111-2222",
                        new WorkerId("GPU-33333333"), "GPU-33333333-4444"));
        assertThat(gpus.speeds(new GpuWeightOptions()))
                .extracting(WorkerSpeed::weight)
                .containsExactly(1.0, 1.0);
        assertThat(LocalGpus.of("cuda", List.of(gpu("GPU-1", "NVIDIA H200"), gpu("GPU-2", "NVIDIA GeForce RTX 3090")))
                        .speeds(new GpuWeightOptions())
                        .get(0)
                        .weight())
                .as("a faster card")
                .isGreaterThan(1.5);
    }

    @Test
    void cards_whose_uuids_begin_alike_keep_them_whole() {
        assertThat(LocalGpus.of("cuda", List.of(gpu("GPU-11111111-2", "?"), gpu("GPU-11111111-3", "?")))
                        .uuids()
                        .keySet())
                .containsExactly(new WorkerId("GPU-11111111-2"), new WorkerId("GPU-11111111-3"));
    }

    @Test
    void an_engine_without_cards_takes_none_and_refuses_them() {
        assertThat(LocalGpus.choose(List.of(), "cpu", null, BLIND).isEmpty()).isTrue();
        assertThat(LocalGpus.choose(List.of(), "process", 3, BLIND).isEmpty()).isTrue();
        assertRefused(ExitCodes.USAGE, "not cpu", List.of("all"), "cpu", null);
    }

    @Test
    void no_card_for_an_engine_that_needs_one_is_an_error_and_never_the_processor() {
        assertRefused(ExitCodes.CONFIG, "knows no graphics cards", List.of(), "cuda", null);
        assertRefused(ExitCodes.CONFIG, "knows no graphics cards", List.of("0"), "cuda", null);
    }

    @Test
    void as_many_workers_as_cards() {
        assertThat(LocalGpus.choose(List.of("GPU-1", "GPU-2"), "cuda", 2, BLIND)
                        .uuids()
                        .values())
                .containsExactly("GPU-1", "GPU-2");
        assertRefused(ExitCodes.USAGE, "--workers 3 but 2 GPUs in --gpus", List.of("GPU-1", "GPU-2"), "process", 3);
        assertRefused(ExitCodes.CONFIG, "named twice", List.of("GPU-1", "GPU-1"), "process", null);
    }

    private static void assertRefused(int exitCode, String words, List<String> texts, String engine, Integer workers) {
        assertThatThrownBy(() -> LocalGpus.choose(texts, engine, workers, BLIND))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(words)
                .extracting(failure -> ((CommandException) failure).exitCode())
                .isEqualTo(exitCode);
    }

    private static Gpu gpu(String uuid, String name) {
        return new Gpu(0, uuid, name, OptionalLong.empty(), OptionalInt.empty());
    }
}
