package org.virnucpro.coordinator.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.virnucpro.common.task.WorkerId;

/**
 * One local worker process. Its standard input is a pipe that this process holds: when this process dies, in whatever
 * way, the worker sees the end of it and stops. Thread-safe.
 */
final class WorkerProcess {

    private static final int TAIL_LINES = 40;

    private final WorkerId worker;
    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();

    /**
     * @param onLine hears every line of the worker's log, on a thread of this object
     */
    WorkerProcess(WorkerId worker, WorkerCommandLine commandLine, BiConsumer<WorkerId, String> onLine)
            throws IOException {
        this.worker = worker;
        this.process = commandLine.build(worker).redirectErrorStream(true).start();
        Thread reader = new Thread(() -> readLog(onLine), "worker-log-" + worker);
        reader.setDaemon(true);
        reader.start();
    }

    WorkerId worker() {
        return worker;
    }

    /** Calls {@code action} with the exit code when the process has ended, on a thread of its own. */
    void onExit(IntConsumer action) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        action.accept(process.waitFor());
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                },
                "worker-exit-" + worker);
        watcher.setDaemon(true);
        watcher.start();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** The last lines of its log. */
    synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    /** Asks it to drain. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end; after {@code seconds} it is killed. */
    void awaitEnd(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private void readLog(BiConsumer<WorkerId, String> onLine) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (this) {
                    tail.addLast(line);
                    if (tail.size() > TAIL_LINES) {
                        tail.removeFirst();
                    }
                }
                onLine.accept(worker, line);
            }
        } catch (IOException ended) {
            // the pipe broke because the process ended; its exit code says how
        }
    }
}
