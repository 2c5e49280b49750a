package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisAddress;

/**
 * A Redis server with an append-only log, made to be killed and started again at the same place, for rehearsals of faults. It
 * ends with this process, however that ends. Confined to one thread.
 */
public final class CrashableRedisServer implements AutoCloseable {

    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;

    /** Its standard input is a pipe of this process; when that ends the server gets a SIGKILL. */
    private static final String GUARD =
            "\"$1\" \"$2\" </dev/null & pid=$!; exec >/dev/null 2>&1; trap '' HUP INT QUIT TERM;"
                    + " while read -r word; do :; done; kill -KILL $pid; wait $pid";

    private final ServerBinary binary;
    private final Path folder;
    private final Path configuration;
    private final RedisAddress address;
    private @Nullable Process guard;

    /**
     * @param folder empty; everything that the server keeps
     * @param alwaysSync whether every write is on the disk before it is acknowledged; else once a second
     */
    public CrashableRedisServer(HostEnvironment host, Path folder, String password, boolean alwaysSync)
            throws IOException {
        this.binary = new ServerSearch(host).find();
        this.folder = folder;
        this.address = new RedisAddress(false, "127.0.0.1", freePort(), 0, Optional.empty(), Optional.of(password));
        this.configuration = Files.createFile(
                folder.resolve("redis.conf"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "bind 127.0.0.1",
                        "port " + address.port(),
                        "requirepass " + password,
                        "dir \"" + folder.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"',
                        "save \"\"",
                        "appendonly yes",
                        "appendfsync " + (alwaysSync ? "always" : "everysec"),
                        "auto-aof-rewrite-percentage 0",
                        "maxmemory-policy noeviction",
                        ""));
    }

    /** Where it is, with the password; the same after every start. */
    public RedisAddress address() {
        return address;
    }

    /** The version of the program. */
    public String version() {
        return binary.version();
    }

    /**
     * Starts the server and waits until it has read its log.
     *
     * @throws BrokerException when it does not start; the message has its last lines
     */
    public void start() {
        try {
            Process process = new ProcessBuilder(
                            "sh",
                            "-c",
                            GUARD,
                            "virnucpro-redis-guard",
                            binary.path().toString(),
                            configuration.toString())
                    .redirectErrorStream(true)
                    .start();
            guard = process;
            ServerLog log = new ServerLog(process.getInputStream());
            if (!log.ready().get(START_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new BrokerException("Redis does not start:\n" + log.lastLines());
            }
        } catch (IOException e) {
            throw new BrokerException("Redis cannot be started: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            kill();
            throw new BrokerException("Redis does not start within " + START_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails this future", e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while Redis started", e);
        }
    }

    /** SIGKILL; it has ended when this returns. Without a running server: no effect. */
    public void kill() {
        Process running = guard;
        if (running == null) {
            return;
        }
        guard = null;
        try {
            running.getOutputStream().close();
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes of the log that grows: what a cut may take from. */
    public long logBytes() {
        try {
            return Files.size(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts the end off the log, as a loss of power does with what had not reached the disk. The server must not run. */
    public void cutLog(long bytes) {
        try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes an unfinished transaction off the end of the log. The server must not run.
     *
     * @throws BrokerException when the log is damaged otherwise
     */
    public void repairLog() {
        try {
            Path own = Files.createTempDirectory(folder, "check-");
            new LogRepair(binary.path()).repair(folder, own);
            LogRepair.removeTraces(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** 6.2 has one file; 7.0 a folder, in which the last increment grows. */
    private Path log() throws IOException {
        Path increments = folder.resolve("appendonlydir");
        if (!Files.isDirectory(increments)) {
            return folder.resolve("appendonly.aof");
        }
        try (Stream<Path> files = Files.list(increments)) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .max(Comparator.comparingInt(CrashableRedisServer::number))
                    .orElseThrow(() -> new IOException("no log in " + increments));
        }
    }

    private static int number(Path increment) {
        String[] words = increment.getFileName().toString().split("\\.", -1);
        return Integer.parseInt(words[words.length - 3]);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
