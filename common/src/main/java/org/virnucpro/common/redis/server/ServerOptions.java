package org.virnucpro.common.redis.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.redis.RedisAddress;

/**
 * What may differ between private servers.
 *
 * @param appendOnly folder in which the server logs every write, so that another one can go on from it; empty: nothing is
 *     kept
 * @param removeOnExit folders that vanish with the server, however this process ends
 * @param address where it listens and its password, so that clients of an earlier server find it; empty: a free port and a
 *     random password
 * @param repairLog whether a log that ends in the middle of a change is repaired before the server starts; without that a
 *     second start after a power loss can run half a change
 * @param more further lines of the server's configuration
 */
public record ServerOptions(
        Optional<Path> appendOnly,
        List<Path> removeOnExit,
        Optional<RedisAddress> address,
        boolean repairLog,
        List<String> more) {

    /** Nothing is kept, nothing else is removed. */
    public static final ServerOptions DEFAULT = new ServerOptions(Optional.empty(), List.of());

    public ServerOptions {
        removeOnExit = removeOnExit.stream().map(Path::toAbsolutePath).toList();
        more = List.copyOf(more);
    }

    /** A free port, a log that is repaired if there is one, nothing else. */
    public ServerOptions(Optional<Path> appendOnly, List<Path> removeOnExit) {
        this(appendOnly, removeOnExit, Optional.empty(), true, List.of());
    }

    /** Removes these folders when the server ends. */
    public static ServerOptions removing(Path... folders) {
        return new ServerOptions(Optional.empty(), List.of(folders));
    }

    /** Logs every write in this folder. */
    public static ServerOptions logging(Path folder) {
        return new ServerOptions(Optional.of(folder), List.of());
    }

    /** The same at this address. */
    public ServerOptions at(RedisAddress listening) {
        return new ServerOptions(appendOnly, removeOnExit, Optional.of(listening), repairLog, more);
    }

    /** The same without repairing the log: to show what that is good for. */
    public ServerOptions withoutRepair() {
        return new ServerOptions(appendOnly, removeOnExit, address, false, more);
    }

    /** The same with these lines of configuration instead of others. */
    public ServerOptions with(String... lines) {
        return new ServerOptions(appendOnly, removeOnExit, address, repairLog, List.of(lines));
    }
}
