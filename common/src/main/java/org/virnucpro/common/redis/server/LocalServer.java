package org.virnucpro.common.redis.server;

import org.virnucpro.common.config.HostEnvironment;

/** The server that a run on this machine would start. */
public final class LocalServer {

    private LocalServer() {}

    /**
     * Its version and where it is.
     *
     * @throws org.virnucpro.common.queue.BrokerException when there is none that can run; says what to do
     */
    public static String describe(HostEnvironment host) {
        ServerBinary binary = new ServerSearch(host).find();
        return "redis-server " + binary.version() + " (" + binary.path() + ")";
    }
}
