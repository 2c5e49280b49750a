package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.BuildVersion;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.control.RunSubmission;
import org.virnucpro.coordinator.http.AccessToken;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpLimits;
import org.virnucpro.coordinator.http.HttpServer;
import org.virnucpro.coordinator.page.PageRoutes;
import org.virnucpro.coordinator.service.ClusterService;
import org.virnucpro.coordinator.timeline.LiveTimelines;
import picocli.CommandLine.Option;

/** Whether and where a coordinator serves HTTP. */
final class HttpOptions {

    private static final Logger log = LoggerFactory.getLogger(HttpOptions.class);
    private static final String OFF = "off";
    private static final HttpAddress USUAL = HttpAddress.loopback(8470);

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT|off",
            description = "Where the page, the API and /metrics are served. Default: 127.0.0.1:8470, if it is free."
                    + " Anybody who reaches it may read; tunnel to it, or put a proxy with TLS before it.")
    private @Nullable String http;

    @Option(
            names = "--http-token-file",
            paramLabel = "FILE",
            description = "File with a token of at least 16 characters. Whoever sends it may submit, cancel, pause,"
                    + " retry and drain; without it nobody may.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--http-name",
            paramLabel = "NAME",
            description = "A name with a dot under which people reach the server, such as that of a proxy; may be"
                    + " repeated.")
    private List<String> names = new ArrayList<>();

    /**
     * Serves the cluster, unless that is off, or nothing was said and the usual port is taken.
     *
     * @throws CommandException when the address or the token cannot be used
     */
    Optional<ClusterService> start(ClusterRegistry registry, DataRoots roots) {
        if (OFF.equals(http)) {
            return Optional.empty();
        }
        HttpAddress address = address();
        Optional<AccessToken> token = token();
        if (!address.isLoopback()) {
            log.warn(
                    "HTTP: {} can be reached from other machines; whoever reaches it may read everything{}",
                    address,
                    token.isPresent() ? ", and the token travels in clear: put a proxy with TLS before it" : "");
        }
        List<String> all = new ArrayList<>(names);
        all.add(Machine.local().host());
        ClusterService.Subject subject = new ClusterService.Subject(
                registry,
                Optional.of(new RunSubmission(registry, roots, () -> Prediction.freshRun(InstantSource.system()))),
                roots.folders(),
                BuildVersion.number(),
                BuildVersion.commit(),
                CurrentJvm.version());
        try {
            ClusterService service = ClusterService.start(
                    subject,
                    new HttpServer.Settings(address, all, token, HttpLimits.DEFAULT),
                    new ClusterService.Clocks(Ticker.system(), InstantSource.system()),
                    PageRoutes.of(new LiveTimelines(registry, Ticker.system())));
            log.info(
                    "HTTP: http://{}/ ({})",
                    service.address(),
                    token.isPresent() ? "changes with the token" : "read only");
            return Optional.of(service);
        } catch (IOException taken) {
            if (http == null) {
                log.warn("HTTP: not served, {}; choose another with --http, or say --http off", taken.getMessage());
                return Optional.empty();
            }
            throw new CommandException(ExitCodes.UNAVAILABLE, "--http: " + taken.getMessage(), taken);
        }
    }

    private HttpAddress address() {
        try {
            return http == null ? USUAL : HttpAddress.parse(http);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, "--http: " + wrong.getMessage(), wrong);
        }
    }

    private Optional<AccessToken> token() {
        if (tokenFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(AccessToken.read(tokenFile));
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CONFIG, "cannot read --http-token-file " + tokenFile + ": " + failure, failure);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(
                    ExitCodes.CONFIG, "--http-token-file " + tokenFile + ": " + wrong.getMessage(), wrong);
        }
    }
}
