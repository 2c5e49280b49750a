package org.virnucpro.worker.cli;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.worker.metrics.MetricsServer;

/** The server of {@code --metrics}, if it was asked for. */
record MetricsPort(Optional<MetricsServer> server) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);

    /**
     * Serves at the address; null: nowhere.
     *
     * @throws CommandException when the address is wrong or taken
     */
    static MetricsPort open(@Nullable String address, Exposition exposition) {
        if (address == null) {
            return new MetricsPort(Optional.empty());
        }
        try {
            MetricsServer server = MetricsServer.start(address, exposition);
            LOG.info("metrics: http://{}/metrics (port {})", address, server.port());
            return new MetricsPort(Optional.of(server));
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, "--metrics: " + wrong.getMessage(), wrong);
        } catch (IOException taken) {
            throw new CommandException(ExitCodes.UNAVAILABLE, "--metrics: " + taken.getMessage(), taken);
        }
    }

    @Override
    public void close() {
        server.ifPresent(MetricsServer::close);
    }
}
