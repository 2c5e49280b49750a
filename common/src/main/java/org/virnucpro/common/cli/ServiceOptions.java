package org.virnucpro.common.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.service.ServiceReport;
import org.virnucpro.common.service.SystemdNotifier;
import picocli.CommandLine.Option;

/** Who supervises a command that serves until it is stopped: systemd says so by itself, a health check needs a file. */
public final class ServiceOptions {

    @Option(
            names = "--health-file",
            paramLabel = "FILE",
            description = "Say there every few seconds how this process is; `virnucpro health --local` reads it.")
    private @Nullable Path healthFile;

    /**
     * Starts to tell the supervisor.
     *
     * @param service what this process is: {@code worker gpu0}
     * @param beginning what it does first
     */
    public ServiceReport report(String service, String beginning) {
        HostEnvironment environment = HostEnvironment.ofProcess();
        return new ServiceReport(
                service,
                beginning,
                new ServiceReport.Listeners(
                        SystemdNotifier.of(environment),
                        SystemdNotifier.watchdog(
                                environment, ProcessHandle.current().pid()),
                        Optional.ofNullable(healthFile)),
                InstantSource.system());
    }
}
