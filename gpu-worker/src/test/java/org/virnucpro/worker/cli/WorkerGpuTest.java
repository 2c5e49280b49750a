package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.worker.nvml.FakeNvml;

final class WorkerGpuTest {

    private static final String H200 = "GPU-00000000-0000-0000-0000-00000000000a";
    private static final String RTX = "GPU-00000000-0000-0000-0000-00000000000b";

    @TempDir
    Path folder;

    @Test
    void a_card_is_found_by_number_or_uuid_locked_and_measured_until_the_worker_ends() throws Exception {
        FakeNvml.build(folder);
        HostEnvironment here = environment(Map.of());
        try (WorkerGpu gpu = WorkerGpu.take("1", "process", here)) {
            assertThat(gpu.uuid()).contains(RTX);
            await().until(() -> gpu.telemetry().latest().isPresent());
            assertThat(gpu.telemetry().latest().orElseThrow().uuid()).isEqualTo(RTX);
            assertRefused(ExitCodes.TEMPORARY, "in use by another worker: pid ", RTX, "process", here);
        }
        try (WorkerGpu again = WorkerGpu.take(RTX, "process", here);
                WorkerGpu other = WorkerGpu.take(H200, "process", here)) {
            assertThat(List.of(again.uuid().orElseThrow(), other.uuid().orElseThrow()))
                    .containsExactly(RTX, H200);
        }
    }

    @Test
    void the_engine_of_this_program_takes_the_only_card_that_is_visible_and_asks_when_there_are_several()
            throws Exception {
        FakeNvml.build(folder);
        try (WorkerGpu gpu = WorkerGpu.take(null, "cuda", environment(Map.of("CUDA_VISIBLE_DEVICES", H200)))) {
            assertThat(gpu.uuid()).contains(H200);
        }
        assertRefused(ExitCodes.CONFIG, "one GPU must be named", null, "cuda", environment(Map.of()));
        assertRefused(
                ExitCodes.CONFIG, "there is none", RTX, "cuda", environment(Map.of("CUDA_VISIBLE_DEVICES", H200)));
    }

    @Test
    void other_engines_take_none() {
        HostEnvironment here = environment(Map.of());
        assertThat(WorkerGpu.take(null, "cpu", here).uuid()).isEmpty();
        assertThat(WorkerGpu.take(null, "process", here).telemetry().latest()).isEmpty();
        assertRefused(ExitCodes.USAGE, "cpu uses no GPU", "0", "cpu", here);
    }

    @Test
    void the_cards_of_a_host_are_those_of_the_management_library() throws Exception {
        FakeNvml.build(folder);
        assertThat(GpuChoice.ofHost(environment(Map.of())).several(List.of("all")))
                .extracting(Gpu::uuid)
                .containsExactly(H200, RTX);
    }

    private HostEnvironment environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(HostEnvironment.CUDA_LIBRARY_PATH, folder.toString());
        all.put(HostEnvironment.LOCK_FOLDER, folder.toString());
        return new HostEnvironment(all, folder, folder, "Linux", "amd64");
    }

    private static void assertRefused(
            int exitCode, String words, @Nullable String text, String engine, HostEnvironment here) {
        assertThatThrownBy(() -> WorkerGpu.take(text, engine, here))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(words)
                .extracting(failure -> ((CommandException) failure).exitCode())
                .isEqualTo(exitCode);
    }
}
