package org.virnucpro.worker.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.device.Gpu;

final class NvmlTest {

    private static final String H200 = "GPU-00000000-0000-0000-0000-00000000000a";

    @TempDir
    Path folder;

    private FakeNvml fake;

    @BeforeEach
    void build() throws IOException, InterruptedException {
        fake = FakeNvml.build(folder);
    }

    @Test
    void gpus_are_listed_by_uuid_with_name_memory_and_device_file() {
        try (Nvml nvml = Nvml.open(fake.environment())) {
            assertThat(nvml.gpus())
                    .contains(new Gpu(0, H200, "NVIDIA H200", OptionalLong.of(143771L << 20), OptionalInt.of(0)))
                    .extracting(Gpu::name)
                    .containsExactly("NVIDIA H200", "NVIDIA GeForce RTX 3090");
            assertThat(nvml.driverVersion()).contains("580.65.06");
            assertThat(nvml.cudaVersion()).contains("13.1");
        }
    }

    @Test
    void telemetry_has_every_value_in_its_unit() {
        try (Nvml nvml = Nvml.open(fake.environment())) {
            assertThat(nvml.telemetry(H200))
                    .isEqualTo(new DeviceTelemetry(
                            H200,
                            Optional.of("NVIDIA H200"),
                            OptionalDouble.of(0.87),
                            OptionalLong.of(3071L << 20),
                            OptionalLong.of(143771L << 20),
                            OptionalDouble.of(55),
                            OptionalDouble.of(612.345)));
        }
    }

    @Test
    void what_a_gpu_does_not_tell_is_empty_and_the_rest_is_there() {
        try (Nvml nvml = Nvml.open(fake.environment())) {
            fake.fail("nvmlDeviceGetUtilizationRates", 3);
            fake.fail("nvmlDeviceGetTemperature", 999);
            fake.fail("nvmlDeviceGetMemoryInfo_v2", 3);
            fake.fail("nvmlDeviceGetName", 15);
            DeviceTelemetry telemetry = nvml.telemetry(H200);
            assertThat(telemetry.utilization()).isEmpty();
            assertThat(telemetry.temperatureCelsius()).isEmpty();
            assertThat(telemetry.name()).isEmpty();
            assertThat(telemetry.memoryUsedBytes()).as("by the older function").hasValue(3771L << 20);
            assertThat(telemetry.powerWatts()).hasValue(612.345);
        }
    }

    @Test
    void an_old_library_without_some_functions_tells_what_it_can(@TempDir Path other) throws Exception {
        try (Nvml nvml = Nvml.open(FakeNvml.build(other, "-DOLD_DRIVER").environment())) {
            assertThat(nvml.telemetry(H200).powerWatts()).isEmpty();
            assertThat(nvml.telemetry(H200).memoryUsedBytes()).hasValue(3771L << 20);
            assertThat(nvml.telemetry(H200).utilization()).hasValue(0.87);
        }
    }

    @Test
    void a_divided_gpu_is_listed_by_its_parts_whose_heat_is_that_of_the_card() {
        try (Nvml nvml = Nvml.open(fake.environment())) {
            fake.fail("divide", 1);
            assertThat(nvml.gpus())
                    .extracting(Gpu::uuid)
                    .containsExactly(
                            H200,
                            "MIG-00000000-0000-0000-0000-00000000000c",
                            "MIG-00000000-0000-0000-0000-00000000000d");
            DeviceTelemetry part = nvml.telemetry("MIG-00000000-0000-0000-0000-00000000000c");
            assertThat(part.utilization()).isEmpty();
            assertThat(part.temperatureCelsius()).hasValue(55);
            assertThat(part.powerWatts()).hasValue(612.345);
        }
    }

    @Test
    void a_gpu_that_is_gone_and_a_driver_that_cannot_be_used_are_named() {
        try (Nvml nvml = Nvml.open(fake.environment())) {
            assertThatThrownBy(() -> nvml.telemetry("GPU-gone"))
                    .isInstanceOf(NvmlException.class)
                    .hasMessageContaining("nvmlDeviceGetHandleByUUID: not found");
            fake.fail("nvmlDeviceGetCount_v2", 999);
            assertThatThrownBy(nvml::gpus).isInstanceOf(NvmlException.class).hasMessageContaining("unknown error");
        }
        fake.fail("nvmlInitWithFlags", 18);
        assertThatThrownBy(() -> Nvml.open(fake.environment()))
                .isInstanceOf(NvmlException.class)
                .hasMessageContaining("restart the host");
    }

    @Test
    void a_library_that_is_none_is_an_absent_driver(@TempDir Path other) throws IOException {
        java.nio.file.Files.writeString(other.resolve("libnvidia-ml.so.1"), "no library");
        HostEnvironment environment = new HostEnvironment(
                Map.of(HostEnvironment.CUDA_LIBRARY_PATH, other.toString()), other, other, "Linux", "amd64");
        assertThatThrownBy(() -> Nvml.open(environment))
                .isInstanceOf(NvmlException.class)
                .hasMessageContaining("there is no NVIDIA driver here");
    }
}
