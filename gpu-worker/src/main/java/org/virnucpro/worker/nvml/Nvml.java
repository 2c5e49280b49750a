package org.virnucpro.worker.nvml;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.device.Gpu;

/**
 * NVIDIA's management library (NVML API reference; the numbers in it are those of nvml.h). It sees all GPUs of the host or
 * container, whatever CUDA_VISIBLE_DEVICES says, in the order of their PCI addresses. Thread-safe; any call may block for
 * as long as the driver does.
 */
public final class Nvml implements AutoCloseable {

    private static final int TEXT_BYTES = 96;
    private static final int NO_GPUS_IS_FINE = 1;

    private final NvmlLibrary library;

    private Nvml(NvmlLibrary library) {
        this.library = library;
    }

    /**
     * Loads the library and starts it.
     *
     * @throws NvmlException when there is none, or it cannot talk to the driver
     */
    public static Nvml open(HostEnvironment environment) {
        NvmlLibrary library = NvmlLibrary.load(environment);
        int status = library.call("nvmlInitWithFlags", NO_GPUS_IS_FINE);
        if (status == NvmlStatus.FUNCTION_NOT_FOUND) {
            library.require(List.of("nvmlInit_v2", "nvmlInit"));
        } else if (status != NvmlStatus.SUCCESS) {
            throw new NvmlException("nvmlInit: " + NvmlStatus.describe(status));
        }
        return new Nvml(library);
    }

    /** Such as {@code 580.65.06}. */
    public Optional<String> driverVersion() {
        byte[] bytes = new byte[TEXT_BYTES];
        return library.call("nvmlSystemGetDriverVersion", bytes, TEXT_BYTES) == NvmlStatus.SUCCESS
                ? Optional.of(Native.toString(bytes, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** The newest CUDA that the driver can run, such as {@code 13.0}. */
    public Optional<String> cudaVersion() {
        IntByReference version = new IntByReference();
        return library.call("nvmlSystemGetCudaDriverVersion_v2", version) == NvmlStatus.SUCCESS
                ? Optional.of(version.getValue() / 1000 + "." + version.getValue() % 1000 / 10)
                : Optional.empty();
    }

    /**
     * The GPUs, numbered from 0; in the place of a divided one its parts. One that does not answer is left out.
     *
     * @throws NvmlException when they cannot be counted
     */
    public List<Gpu> gpus() {
        IntByReference count = new IntByReference();
        library.require(List.of("nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"), count);
        List<Gpu> gpus = new ArrayList<>();
        for (int index = 0; index < count.getValue(); index++) {
            PointerByReference handle = new PointerByReference();
            if (library.call("nvmlDeviceGetHandleByIndex_v2", index, handle) == NvmlStatus.SUCCESS) {
                NvmlDevice whole = new NvmlDevice(library, handle.getValue());
                for (NvmlDevice device : whole.isDivided() ? whole.parts() : List.of(whole)) {
                    device.uuid()
                            .ifPresent(uuid -> gpus.add(new Gpu(
                                    gpus.size(),
                                    uuid,
                                    device.name().orElse("unknown NVIDIA GPU"),
                                    device.memoryTotalBytes(),
                                    device.minorNumber())));
                }
            }
        }
        return gpus;
    }

    /**
     * How a GPU is now.
     *
     * @throws NvmlException when there is none of this UUID any more
     */
    public DeviceTelemetry telemetry(String uuid) {
        PointerByReference handle = new PointerByReference();
        library.require(List.of("nvmlDeviceGetHandleByUUID"), uuid, handle);
        return new NvmlDevice(library, handle.getValue()).telemetry(uuid);
    }

    @Override
    public void close() {
        library.call("nvmlShutdown");
    }
}
