package org.virnucpro.worker.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.common.device.GpuException;
import org.virnucpro.common.device.GpuInUseException;
import org.virnucpro.common.device.GpuLock;
import org.virnucpro.common.device.TelemetrySource;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.nvml.NvmlTelemetry;

/**
 * The graphics card of a worker: nobody else's, and measured, for as long as the worker runs.
 *
 * @param uuid of the card; empty for a worker without
 * @param telemetry of it
 * @param end gives it back
 */
record WorkerGpu(Optional<String> uuid, TelemetrySource telemetry, Runnable end) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerGpu.class);
    private static final WorkerGpu NONE = new WorkerGpu(Optional.empty(), TelemetrySource.NONE, () -> {});

    /**
     * Takes the card that is asked for; for an engine that needs one and was given none, the only one of this host.
     *
     * @param text what {@code --gpu} says, or null
     * @throws CommandException when there is no such card, or another worker has it
     */
    static WorkerGpu take(@Nullable String text, String engine, HostEnvironment environment) {
        boolean cuda = engine.equals(EngineOptions.CUDA);
        if (!cuda && !engine.equals(EngineOptions.PROCESS)) {
            if (text != null) {
                throw new CommandException(
                        ExitCodes.USAGE, "--gpu goes with --engine cuda or process; " + engine + " uses no GPU");
            }
            return NONE;
        }
        if (text == null && !cuda) {
            return NONE;
        }
        try {
            GpuChoice choice = GpuChoice.ofHost(environment);
            return take(text == null ? choice.only() : choice.one(text), environment);
        } catch (GpuInUseException taken) {
            throw new CommandException(ExitCodes.TEMPORARY, taken.getMessage(), taken);
        } catch (GpuException unusable) {
            throw new CommandException(ExitCodes.CONFIG, unusable.getMessage(), unusable);
        }
    }

    private static WorkerGpu take(Gpu gpu, HostEnvironment environment) {
        GpuLock lock = GpuLock.take(GpuLock.folder(environment), gpu.uuid(), "virnucpro worker");
        LOG.info("GPU {} ({}) is this worker's; lock {}", gpu.uuid(), gpu.name(), lock.file());
        NvmlTelemetry telemetry = NvmlTelemetry.start(gpu.uuid(), environment, Ticker.system());
        return new WorkerGpu(Optional.of(gpu.uuid()), telemetry, () -> {
            telemetry.close();
            lock.close();
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
