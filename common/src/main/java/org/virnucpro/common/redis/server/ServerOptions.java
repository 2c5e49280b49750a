package org.virnucpro.common.redis.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What may differ between private servers.
 *
 * @param appendOnly folder in which the server logs every write, so that another one can go on from it; empty: nothing is
 *     kept
 * @param removeOnExit folders that vanish with the server, however this process ends
 */
public record ServerOptions(Optional<Path> appendOnly, List<Path> removeOnExit) {

    /** Nothing is kept, nothing else is removed. */
    public static final ServerOptions DEFAULT = new ServerOptions(Optional.empty(), List.of());

    public ServerOptions {
        removeOnExit = removeOnExit.stream().map(Path::toAbsolutePath).toList();
    }

    /** Removes these folders when the server ends. */
    public static ServerOptions removing(Path... folders) {
        return new ServerOptions(Optional.empty(), List.of(folders));
    }
}
