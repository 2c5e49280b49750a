package org.virnucpro.common.redis.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Reads what a server writes on a thread of its own, and keeps the last lines. Thread-safe. */
final class ServerLog {

    private static final int KEPT = 30;
    private static final String READY = "Ready to accept connections";

    private final Deque<String> last = new ArrayDeque<>(); // guarded by itself
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private volatile boolean ended;

    ServerLog(InputStream output) {
        Thread reader = new Thread(() -> read(output), "redis-server-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Becomes true when the server can be used, false when it has ended before. */
    CompletableFuture<Boolean> ready() {
        return ready;
    }

    /** Whether the server has ended: nobody else writes here. */
    boolean hasEnded() {
        return ended;
    }

    /** The last lines, for messages. */
    String lastLines() {
        synchronized (last) {
            return String.join("\n", last);
        }
    }

    private void read(InputStream output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                keep(line);
                if (line.contains(READY)) {
                    ready.complete(true);
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            keep("(its output cannot be read: " + e.getMessage() + ")");
        } finally {
            ended = true;
            ready.complete(false);
        }
    }

    private void keep(String line) {
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(line);
        }
    }
}
