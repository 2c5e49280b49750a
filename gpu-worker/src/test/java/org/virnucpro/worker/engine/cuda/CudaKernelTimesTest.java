package org.virnucpro.worker.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.KernelTimes.KernelTime;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

final class CudaKernelTimesTest {

    @Test
    void each_kernel_is_counted_and_the_embeddings_stay_the_same() {
        EmulatedCuda emulated = EmulatedCuda.load();
        HostEnvironment environment = new HostEnvironment(
                Map.of(HostEnvironment.CUDA_LIBRARY_PATH, emulated.folder().toString()),
                Path.of("/tmp"),
                Path.of("/tmp"),
                "Linux",
                "amd64");
        CudaSettings settings = new CudaSettings(
                CudaDevices.list(environment).get(0),
                Precision.FP16,
                128,
                CudaSettings.Products.KERNELS,
                Optional.of(emulated.folder()));
        List<String> sequences = List.of("MKTAYIAKQR", "GAVL");
        try (CudaEmbeddingEngine engine = CudaEmbeddingEngine.open(RepositoryFiles.fixture("demo/esm2"), settings)) {
            float[] plain = engine.embed(sequences).values();
            assertThat(engine.kernelTimes()).isEmpty();
            long before = emulated.count("events");
            engine.measureKernels();
            assertThat(engine.embed(sequences).values()).isEqualTo(plain);
            Map<String, KernelTime> times = engine.kernelTimes();
            assertThat(times.keySet()).contains("embed_tokens", "pool_means");
            assertThat(times.get("pool_means").calls()).isEqualTo(1);
            engine.measureKernels();
            assertThat(engine.kernelTimes()).as("from zero").isEmpty();
            assertThat(emulated.count("events"))
                    .as("of the first clock none is left")
                    .isEqualTo(before + 2);
        }
    }
}
