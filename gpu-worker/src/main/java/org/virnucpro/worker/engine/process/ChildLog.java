package org.virnucpro.worker.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what a program writes to its standard error on to the log, line by line, and keeps the end of it. Thread-safe:
 * guarded by this.
 */
final class ChildLog {

    private static final Logger LOG = LoggerFactory.getLogger("engine");
    private static final int KEPT_LINES = 10;
    private static final int MAX_LINE = 2000;

    private final long pid;
    private final Thread thread;
    private final Deque<String> tail = new ArrayDeque<>();

    ChildLog(long pid, InputStream errors) {
        this.pid = pid;
        thread = new Thread(() -> read(errors), "engine-log-" + pid);
        thread.setDaemon(true);
        thread.start();
    }

    /** The last lines, of a program that has ended. */
    String tail() {
        try {
            thread.join(1000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return tail.isEmpty() ? "" : "; its last lines:\n  " + String.join("\n  ", tail);
        }
    }

    private void read(InputStream errors) {
        StringBuilder line = new StringBuilder();
        try (Reader reader = new InputStreamReader(errors, StandardCharsets.UTF_8)) {
            char[] piece = new char[4096];
            for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                for (int i = 0; i < read; i++) {
                    if (piece[i] == '\n' || line.length() == MAX_LINE) {
                        take(line);
                    }
                    if (piece[i] != '\n' && piece[i] != '\r') {
                        line.append(piece[i]);
                    }
                }
            }
        } catch (IOException ended) {
            // the pipe broke because the program ended, which its exit code tells
        }
        take(line);
    }

    private void take(StringBuilder line) {
        String text = line.toString();
        line.setLength(0);
        if (text.isBlank()) {
            return;
        }
        LOG.info("[{}] {}", pid, text);
        synchronized (this) {
            tail.addLast(text);
            if (tail.size() > KEPT_LINES) {
                tail.removeFirst();
            }
        }
    }
}
