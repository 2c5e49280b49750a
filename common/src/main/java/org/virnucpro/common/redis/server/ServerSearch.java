package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;

/** Finds a redis-server: the one that the user names, else one on the PATH, else the bundled one. */
final class ServerSearch {

    /** Names the program to use. */
    static final String VARIABLE = "VIRNUCPRO_REDIS_SERVER";

    private static final Logger LOG = LoggerFactory.getLogger(ServerSearch.class);
    private static final String REMEDIES = "Either install redis-server 6.2 or newer (apt-get install redis-server),"
            + " or set " + VARIABLE + "=/path/to/redis-server,"
            + " or set XDG_CACHE_HOME to a writable folder on a file system that may hold programs,"
            + " or use a server that runs already: --redis URL";

    private final HostEnvironment host;

    ServerSearch(HostEnvironment host) {
        this.host = host;
    }

    /**
     * The program to start.
     *
     * @throws BrokerException when there is none; the message says what the user can do
     */
    ServerBinary find() {
        Optional<String> named = host.variable(VARIABLE);
        if (named.isPresent()) {
            return named(Path.of(named.get()));
        }
        return installed().orElseGet(this::bundled);
    }

    private static ServerBinary named(Path program) {
        try {
            ServerBinary binary = ServerBinary.probe(program);
            if (!binary.isNewEnough()) {
                throw new BrokerException(
                        VARIABLE + " names version " + binary.version() + "; 6.2 or newer is needed. " + REMEDIES);
            }
            return binary;
        } catch (IOException e) {
            throw new BrokerException(
                    VARIABLE + " names a program that cannot be used: " + e.getMessage() + ". " + REMEDIES, e);
        }
    }

    private Optional<ServerBinary> installed() {
        for (Path program : host.programs("redis-server")) {
            try {
                ServerBinary binary = ServerBinary.probe(program);
                if (binary.isNewEnough()) {
                    return Optional.of(binary);
                }
                LOG.info("{} has version {} and is not used; 6.2 or newer is needed", program, binary.version());
            } catch (IOException e) {
                LOG.info("{} cannot be used: {}", program, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private ServerBinary bundled() {
        String resource = BundledBinary.resource(host)
                .orElseThrow(() -> new BrokerException("no redis-server is bundled for " + host.osName() + " "
                        + host.osArch() + " and none is installed. " + REMEDIES));
        Path program;
        try {
            program = BundledBinary.unpack(resource, host.cache());
        } catch (IOException e) {
            throw new BrokerException(
                    "the bundled redis-server cannot be unpacked into " + host.cache() + ": " + e + ". " + REMEDIES, e);
        }
        try {
            return ServerBinary.probe(program);
        } catch (IOException e) {
            throw new BrokerException(
                    "the bundled redis-server " + program + " cannot run on this machine: " + e.getMessage() + ". "
                            + REMEDIES,
                    e);
        }
    }
}
