package org.virnucpro.worker.engine.cuda;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuException;
import org.virnucpro.common.device.GpuInventory;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;

/** The graphics cards that CUDA shows to this process: for containers without the management library. */
public final class CudaInventory implements GpuInventory {

    @Override
    public Listing gpus(HostEnvironment environment) {
        try {
            return new Listing(
                    CudaDevices.list(environment).stream()
                            .map(device -> new Gpu(
                                    device.ordinal(),
                                    device.uuid(),
                                    device.name(),
                                    OptionalLong.of(device.memoryBytes()),
                                    OptionalInt.empty()))
                            .toList(),
                    true);
        } catch (CudaUnavailableException | CudaException unable) {
            throw new GpuException(
                    "the GPUs of this host cannot be listed: " + unable.getMessage() + " (virnucpro doctor says more)",
                    unable);
        }
    }
}
