package org.virnucpro.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuLock;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.worker.nvml.FakeNvml;

final class GpuCheckTest {

    private static final String H200 = "GPU-00000000-0000-0000-0000-00000000000a";

    @TempDir
    Path folder;

    @Test
    void driver_and_gpus_are_told_with_memory_weight_and_holder() throws Exception {
        try (GpuLock lock = GpuLock.take(folder, H200, "virnucpro worker")) {
            List<Finding> findings = look(Map.of(), "");
            assertThat(findings)
                    .extracting(Finding::level)
                    .containsOnly(Level.OK)
                    .hasSize(3);
            assertThat(findings.get(0).message()).isEqualTo("NVIDIA driver 580.65.06, for CUDA up to 13.1");
            assertThat(findings.get(1).message())
                    .contains(H200 + " NVIDIA H200, 140.4 GiB, weight ")
                    .contains("in use by pid " + ProcessHandle.current().pid());
            assertThat(findings.get(1).facts())
                    .containsEntry("uuid", H200)
                    .containsEntry("memory_total_bytes", 143771L << 20)
                    .containsEntry("in_use", true);
            assertThat(findings.get(2).facts()).containsEntry("weight", 1.0).containsEntry("in_use", false);
            assertThat(lock.file()).exists();
        }
    }

    @Test
    void a_gpu_that_the_scheduler_hides_is_skipped_and_none_at_all_fails_for_the_engine_that_needs_one()
            throws Exception {
        assertThat(look(Map.of("CUDA_VISIBLE_DEVICES", "1"), "").get(1))
                .extracting(Finding::level)
                .isEqualTo(Level.SKIP);
        List<Finding> none = look(Map.of("CUDA_VISIBLE_DEVICES", ""), "cuda");
        assertThat(none.get(none.size() - 1).level()).isEqualTo(Level.FAIL);
        assertThat(none.get(none.size() - 1).advice()).contains("unset CUDA_VISIBLE_DEVICES");
    }

    @Test
    void without_the_library_the_traces_of_the_system_tell_what_is_missing() throws IOException {
        assertThat(absent("").level()).isEqualTo(Level.SKIP);
        assertThat(absent("cuda").level()).as("no silent fall-back").isEqualTo(Level.FAIL);
        pci("0000:01:00.0", "0x8086", "0x030000");
        pci("0000:02:00.0", "0x10de", "0x040300"); // its sound
        assertThat(absent("").level()).isEqualTo(Level.SKIP);
        pci("0000:02:00.1", "0x10de", "0x030200");
        assertThat(absent("").level()).isEqualTo(Level.WARN);
        assertThat(absent("").message()).startsWith("1 NVIDIA cards are in this host, but ");
        assertThat(absent("").advice()).contains("install NVIDIA's driver");
        Files.createFile(Files.createDirectories(folder.resolve("dev")).resolve("nvidiactl"));
        assertThat(absent("").advice()).contains("container toolkit");
    }

    private void pci(String address, String vendor, String kind) throws IOException {
        Path device =
                Files.createDirectories(folder.resolve("sys/bus/pci/devices").resolve(address));
        Files.writeString(device.resolve("vendor"), vendor + "\n");
        Files.writeString(device.resolve("class"), kind + "\n");
    }

    private Finding absent(String engine) {
        return GpuCheck.absent("no library", NvidiaTraces.below(folder), question(Map.of(), engine));
    }

    private List<Finding> look(Map<String, String> variables, String engine) throws Exception {
        FakeNvml.build(folder);
        return new GpuCheck(folder).look(question(variables, engine));
    }

    private DoctorQuestion question(Map<String, String> variables, String engine) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(HostEnvironment.CUDA_LIBRARY_PATH, folder.toString());
        all.put(HostEnvironment.LOCK_FOLDER, folder.toString());
        return new DoctorQuestion(
                new HostEnvironment(all, folder, folder, "Linux", "amd64"),
                Optional.of(engine).filter(kind -> !kind.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                GpuWeights.standard(),
                System::nanoTime);
    }
}
