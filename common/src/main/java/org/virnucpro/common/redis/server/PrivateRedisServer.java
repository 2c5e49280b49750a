package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisAddress;

/**
 * A Redis server that only this process uses: on the loopback interface, on a free port, with a random password that no
 * list of processes shows. It ends with this process, however that ends, and leaves no file behind. Thread-safe.
 */
public final class PrivateRedisServer implements AutoCloseable {

    private static final int PORTS_TO_TRY = 5;
    private static final int PASSWORD_LENGTH = 32;
    private static final int START_SECONDS = 20;
    private static final int STOP_SECONDS = 10;

    private final ServerBinary binary;
    private final RedisAddress address;
    private final Process guard;
    private final ServerLog log;

    private PrivateRedisServer(ServerBinary binary, RedisAddress address, Process guard, ServerLog log) {
        this.binary = binary;
        this.address = address;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts a server and waits until it can be used.
     *
     * @throws BrokerException when there is no server to start, or when it does not start; the message says what to do
     */
    public static PrivateRedisServer start(HostEnvironment host, ServerOptions options) {
        ServerBinary binary = new ServerSearch(host).find();
        try {
            String lastLines = "";
            for (int i = 0; i < PORTS_TO_TRY; i++) {
                PrivateRedisServer server = launch(host, binary, options);
                if (server.awaitReady()) {
                    return server;
                }
                lastLines = server.log.lastLines();
                server.abandon();
                if (!lastLines.contains("Address already in use")) {
                    break;
                }
            }
            throw new BrokerException(binary.path() + " (" + binary.version() + ") does not start:\n" + lastLines);
        } catch (IOException e) {
            throw new BrokerException("a private Redis server cannot be started: " + e.getMessage(), e);
        }
    }

    /** Where it is, with the password. */
    public RedisAddress address() {
        return address;
    }

    /** Which program of which version it is, in words. */
    public String description() {
        return "redis-server " + binary.version() + " (" + binary.path() + ")";
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return !log.hasEnded();
    }

    /** Stops the server, waits for its end, and removes what was to be removed. Again: no effect. */
    @Override
    public void close() {
        stop();
    }

    private static PrivateRedisServer launch(HostEnvironment host, ServerBinary binary, ServerOptions options)
            throws IOException {
        Path folder = Files.createTempDirectory(host.temporary(), "virnucpro-redis-");
        RedisAddress address = options.address().isPresent()
                ? options.address().get()
                : new RedisAddress(false, "127.0.0.1", freePort(), 0, Optional.empty(), Optional.of(randomPassword()));
        if (options.appendOnly().isPresent() && options.repairLog()) {
            try {
                new LogRepair(binary.path()).repair(options.appendOnly().get(), folder);
            } catch (IOException | BrokerException failure) {
                LogRepair.removeTraces(folder);
                throw failure;
            }
        }
        Path configuration = Files.createFile(
                folder.resolve("redis.conf"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(configuration, configuration(address, folder, options));
        List<String> command = new ArrayList<>();
        // A session of its own keeps Ctrl-C in the terminal from the server: this process decides when it ends.
        host.programs("setsid").stream().findFirst().ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of("sh", "-c", guardScript(), "virnucpro-redis-guard"));
        command.addAll(List.of(binary.path().toString(), configuration.toString(), folder.toString()));
        options.removeOnExit().forEach(path -> command.add(path.toString()));
        Process guard = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new PrivateRedisServer(binary, address, guard, new ServerLog(guard.getInputStream()));
    }

    private boolean awaitReady() {
        try {
            return log.ready().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails this future", e);
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while a private Redis server started", e);
        }
    }

    /** Ends a server that did not start; the caller's folders stay. */
    private void abandon() {
        try {
            guard.getOutputStream().write("keep\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            guard.destroyForcibly();
        }
        stop();
    }

    private void stop() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                guard.destroyForcibly();
            }
        } catch (IOException e) {
            guard.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String configuration(RedisAddress address, Path folder, ServerOptions options) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + address.port(),
                "requirepass " + address.password().orElseThrow(),
                "dir " + quoted(options.appendOnly().orElse(folder)),
                "save \"\"",
                "appendonly " + (options.appendOnly().isPresent() ? "yes" : "no"),
                "maxmemory-policy noeviction",
                "daemonize no",
                String.join("\n", options.more()),
                "");
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String randomPassword() {
        return new SecureRandom()
                .ints('0', 'z' + 1)
                .filter(Character::isLetterOrDigit)
                .limit(PASSWORD_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String guardScript() throws IOException {
        try (InputStream in = PrivateRedisServer.class.getResourceAsStream("guard.sh")) {
            if (in == null) {
                throw new IOException("this build is damaged: it lacks guard.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
