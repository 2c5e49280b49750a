package org.virnucpro.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.worker.engine.cuda.CudaDevice;
import org.virnucpro.worker.engine.cuda.EmulatedCuda;
import org.virnucpro.worker.engine.cuda.product.CublasLtPlace;

final class CudaEngineFindingTest {

    private static final CudaDevice H200 = new CudaDevice(0, "GPU-1", "NVIDIA H200", 1L << 37, 9, 0);
    private static final CudaDevice T4 = new CudaDevice(1, "GPU-2", "Tesla T4", 1L << 34, 7, 5);
    private static final Optional<CublasLtPlace> LIBRARY =
            Optional.of(new CublasLtPlace("13.1.1", "/usr/lib/libcublasLt.so.13"));

    @Test
    void a_new_card_with_the_library_is_ok_and_without_it_slower() {
        assertThat(CudaEngineFinding.of(List.of(H200), LIBRARY, true).level()).isEqualTo(Level.OK);
        Finding own = CudaEngineFinding.of(List.of(H200), Optional.empty(), true);
        assertThat(own.level()).isEqualTo(Level.WARN);
        assertThat(own.advice()).contains("nvidia-cublas");
    }

    @Test
    void a_card_that_is_too_old_warns_and_fails_when_there_is_no_other() {
        assertThat(CudaEngineFinding.of(List.of(H200, T4), LIBRARY, true).level())
                .isEqualTo(Level.WARN);
        Finding old = CudaEngineFinding.of(List.of(T4), LIBRARY, true);
        assertThat(old.level()).isEqualTo(Level.FAIL);
        assertThat(old.message()).contains("compute capability 7.5");
    }

    @Test
    void the_emulated_driver_is_found_by_the_doctor_and_by_the_choice_of_cards() {
        EmulatedCuda emulated = EmulatedCuda.load();
        HostEnvironment environment = new HostEnvironment(
                Map.of(HostEnvironment.CUDA_LIBRARY_PATH, emulated.folder().toString(), "CUDA_VISIBLE_DEVICES", "7"),
                Path.of("/tmp"),
                Path.of("/tmp"),
                "Linux",
                "amd64");
        DoctorQuestion question = new DoctorQuestion(
                environment,
                Optional.of("cuda"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                GpuWeights.standard(),
                System::nanoTime);
        Finding finding = CudaEngineFinding.of(question);
        assertThat(finding.message()).contains("--engine cuda works, on ");
        List<Finding> cards = new GpuCheck().look(question);
        assertThat(cards)
                .extracting(Finding::level)
                .as("no telemetry, unknown card")
                .containsOnly(Level.WARN);
        assertThat(cards.get(1).message()).contains("Emulated GPU");
        assertThat(GpuChoice.ofHost(environment).several(List.of("all")))
                .as("CUDA itself has left out what is hidden")
                .extracting(Gpu::uuid)
                .isNotEmpty();
    }
}
