package org.virnucpro.common.device;

import java.util.List;
import java.util.ServiceLoader;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Who can list the graphics cards of this host. Found through {@link ServiceLoader}, so that a command can choose cards
 * without knowing the module that talks to their driver.
 */
public interface GpuInventory {

    /**
     * Cards that were found.
     *
     * @param visibleOnly whether those that CUDA_VISIBLE_DEVICES hides are left out already
     */
    record Listing(List<Gpu> gpus, boolean visibleOnly) {
        public Listing {
            gpus = List.copyOf(gpus);
        }
    }

    /**
     * The cards of the host or container.
     *
     * @throws GpuException when they cannot be listed: the reason, and what to do
     */
    Listing gpus(HostEnvironment environment);

    /**
     * By the first inventory on the class path that can.
     *
     * @throws GpuException the reason of the last one when none can
     */
    static Listing list(HostEnvironment environment) {
        GpuException reason = new GpuException("this build knows no graphics cards");
        for (GpuInventory inventory : ServiceLoader.load(GpuInventory.class)) {
            try {
                return inventory.gpus(environment);
            } catch (GpuException unable) {
                reason = unable;
            }
        }
        throw reason;
    }
}
