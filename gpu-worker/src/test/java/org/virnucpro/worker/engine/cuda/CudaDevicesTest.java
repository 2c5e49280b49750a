package org.virnucpro.worker.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;

final class CudaDevicesTest {
    private final EmulatedCuda cuda = EmulatedCuda.load();

    @AfterEach
    void reset() {
        cuda.configure("");
    }

    @Test
    void devices_are_listed_with_uuid_name_memory_and_capability() {
        cuda.configure("devices=2,memory=1000000");

        assertThat(CudaDevices.list(environment()))
                .containsExactly(
                        new CudaDevice(0, "GPU-766e702d-656d-756c-6174-65642d677030", "Emulated GPU", 1_000_000, 8, 0),
                        new CudaDevice(1, "GPU-766e702d-656d-756c-6174-65642d677031", "Emulated GPU", 1_000_000, 8, 0));
    }

    @Test
    void no_device_is_an_error_with_a_remedy() {
        cuda.configure("devices=0");

        assertThatThrownBy(() -> CudaDevices.list(environment()))
                .isInstanceOf(CudaUnavailableException.class)
                .hasMessageContaining("CUDA_VISIBLE_DEVICES")
                .hasMessageContaining("--engine cpu");
    }

    private HostEnvironment environment() {
        return new HostEnvironment(
                Map.of(HostEnvironment.CUDA_LIBRARY_PATH, cuda.folder().toString()),
                Path.of("/"),
                Path.of("/tmp"),
                "Linux",
                "amd64");
    }
}
