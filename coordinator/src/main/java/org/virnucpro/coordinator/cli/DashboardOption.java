package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BuildVersion;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.http.AccessToken;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpServer;
import org.virnucpro.coordinator.page.PageRoutes;
import org.virnucpro.coordinator.service.ClusterService;
import org.virnucpro.coordinator.timeline.LiveTimelines;
import picocli.CommandLine.Option;

/** Whether a run on this machine is shown over HTTP while it goes on. */
final class DashboardOption {

    @Option(
            names = "--dashboard",
            arity = "0..1",
            fallbackValue = "8470",
            paramLabel = "PORT",
            description = "Of a run on this machine: serve page, API and /metrics at 127.0.0.1:PORT while it goes on;"
                    + " without PORT 8470, with 0 any that is free. The address is printed, with a token for changes.")
    private @Nullable Integer port;

    /** What is served while it is open; nothing when nothing was asked for. */
    record Shown(Optional<ClusterService> service) implements AutoCloseable {
        @Override
        public void close() {
            service.ifPresent(ClusterService::close);
        }
    }

    /** Serves, when it was asked for; the address is printed with the token behind {@code #}, which no browser sends. */
    Shown start(ClusterRegistry registry, PrintWriter out) {
        if (port == null) {
            return new Shown(Optional.empty());
        }
        if (port < 0 || port > 65535) {
            throw new CommandException(ExitCodes.USAGE, "--dashboard " + port + ": a port is 0 to 65535");
        }
        String token = AccessToken.fresh();
        ClusterService.Subject subject = new ClusterService.Subject(
                registry,
                Optional.empty(),
                Map.of(),
                BuildVersion.number(),
                BuildVersion.commit(),
                CurrentJvm.version());
        try {
            ClusterService service = ClusterService.start(
                    subject,
                    HttpServer.Settings.of(HttpAddress.loopback(port), Optional.of(AccessToken.of(token))),
                    new ClusterService.Clocks(Ticker.system(), InstantSource.system()),
                    PageRoutes.of(new LiveTimelines(registry, Ticker.system())));
            out.println("dashboard: http://" + service.address() + "/#token=" + token);
            out.flush();
            return new Shown(Optional.of(service));
        } catch (IOException taken) {
            throw new CommandException(
                    ExitCodes.UNAVAILABLE, "--dashboard: " + taken.getMessage() + "; name another port", taken);
        }
    }
}
