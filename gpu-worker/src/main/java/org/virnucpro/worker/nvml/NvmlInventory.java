package org.virnucpro.worker.nvml;

import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuException;
import org.virnucpro.common.device.GpuInventory;

/** The graphics cards that NVIDIA's management library sees. */
public final class NvmlInventory implements GpuInventory {

    @Override
    public Listing gpus(HostEnvironment environment) {
        try (Nvml nvml = Nvml.open(environment)) {
            return new Listing(nvml.gpus(), false);
        } catch (NvmlException unable) {
            throw new GpuException(
                    "the GPUs of this host cannot be listed: " + unable.getMessage() + " (virnucpro doctor says more)",
                    unable);
        }
    }
}
