package org.virnucpro.worker.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.cuda.CudaDevice;
import org.virnucpro.worker.engine.cuda.CudaDevices;
import org.virnucpro.worker.engine.cuda.CudaSettings;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

/** From options to the GPU behind {@code --engine cuda}. */
final class GpuOption {

    private GpuOption() {}

    /**
     * @param uuid of the GPU, or null for the first
     * @throws CommandException when there is no such GPU, no driver, or no such precision
     */
    static CudaSettings settings(EngineOptions options, @Nullable String uuid) {
        Precision precision = precision(options.precision());
        HostEnvironment environment = HostEnvironment.ofProcess();
        try {
            return CudaSettings.of(chosen(CudaDevices.list(environment), uuid), precision, environment);
        } catch (CudaUnavailableException none) {
            throw new CommandException(ExitCodes.CONFIG, "--engine cuda: " + none.getMessage(), none);
        } catch (CudaException failed) {
            throw new CommandException(ExitCodes.TEMPORARY, "--engine cuda: " + failed.getMessage(), failed);
        }
    }

    private static CudaDevice chosen(List<CudaDevice> devices, @Nullable String uuid) {
        if (uuid == null) {
            return devices.get(0);
        }
        return devices.stream()
                .filter(device -> device.uuid().equalsIgnoreCase(uuid))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCodes.CONFIG,
                        "--gpu " + uuid + ": there is no such GPU here; there are "
                                + devices.stream()
                                        .map(device -> device.uuid() + " (" + device.name() + ")")
                                        .collect(Collectors.joining(", "))));
    }

    private static Precision precision(String label) {
        return Arrays.stream(Precision.values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCodes.USAGE, "--precision is fp16, bf16 or fp32, not '" + label + "'"));
    }
}
