package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.coordinator.cost.CostFile;
import picocli.CommandLine.Option;

/** Where what runs learn about the costs of tasks is kept for the next run's plan. */
final class CostFileOption {

    private static final String NOWHERE = "none";

    @Option(
            names = "--cost-file",
            paramLabel = "FILE|none",
            description =
                    "Where measured costs per kind of device are kept from run to run; 'none': nowhere, plans go by"
                            + " published ones. Default: " + HostEnvironment.COST_FILE
                            + " or ~/.local/state/virnucpro/costs.json.")
    private @Nullable String file;

    /** Empty: nowhere. */
    Optional<CostFile> open() {
        HostEnvironment host = HostEnvironment.ofProcess();
        String chosen = file == null ? host.variable(HostEnvironment.COST_FILE).orElse("") : file;
        if (chosen.equals(NOWHERE)) {
            return Optional.empty();
        }
        return Optional.of(new CostFile(chosen.isEmpty() ? host.state().resolve("costs.json") : Path.of(chosen)));
    }
}
