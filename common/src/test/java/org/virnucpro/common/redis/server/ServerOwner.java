package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.nio.file.Path;
import org.virnucpro.common.config.HostEnvironment;

/** The main class of a child JVM: starts a private server that removes one folder, says where it is, waits to be killed. */
final class ServerOwner {

    private ServerOwner() {}

    public static void main(String[] arguments) throws IOException {
        PrivateRedisServer server =
                PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.removing(Path.of(arguments[0])));
        System.out.println(server.address().port());
        System.in.read();
        server.close();
    }
}
