package org.virnucpro.worker.fuzz;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process that hangs at one input: an input that two looks a deadline apart both find under way is one that hangs.
 * Thread-safe.
 */
final class Deadline implements AutoCloseable {

    private record Running(String input, Path file) {}

    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "fuzz-deadline");
        watching.setDaemon(true);
        return watching;
    });
    private final Consumer<String> hangs;
    private @Nullable Running seen;

    /** @param hangs told which input hangs; on another thread */
    Deadline(long seconds, Consumer<String> hangs) {
        this.hangs = hangs;
        thread.scheduleAtFixedRate(this::look, seconds, seconds, TimeUnit.SECONDS);
    }

    void begins(String input, Path file) {
        running.set(new Running(input, file));
    }

    void ends() {
        running.set(null);
    }

    private void look() {
        Running now = running.get();
        if (now != null && now == seen) {
            hangs.accept(now.input + " (kept as " + now.file + ")");
        }
        seen = now;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
