package org.virnucpro.coordinator.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.WorkerId;

/**
 * The worker processes of local mode. A process that ends by itself is reported at once, so that its task need not wait
 * for the lease, and is started again as far as {@link Restarts} allow; one that was drained is not. Thread-safe: guarded by this.
 */
public final class LocalWorkers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalWorkers.class);
    private static final int DRAIN_SECONDS = 10;
    /** A worker that ends with one of these would do so again. */
    private static final Set<Integer> FINAL_CODES = Set.of(ExitCodes.USAGE, ExitCodes.CONFIG, ExitCodes.CANNOT_CREATE);

    /** Hears what happens to the workers, on a thread of this object. */
    public interface Listener {
        /** A process ended without being asked to; its membership is over. Returns how far it came. */
        Restarts.Standing lost(WorkerId worker);

        /** No process is left and none will be started; {@code reason} says how the last one ended, and with what code. */
        void allGone(String reason, int exitCode);
    }

    private final WorkerCommandLine commandLine;
    private final Listener listener;
    private final BiConsumer<WorkerId, String> onLine;
    private final Map<WorkerId, WorkerProcess> processes = new HashMap<>();
    private final Map<WorkerId, Restarts> restarts = new HashMap<>();
    private final Set<WorkerId> returning = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    public LocalWorkers(WorkerCommandLine commandLine, Listener listener, BiConsumer<WorkerId, String> onLine) {
        this.commandLine = commandLine;
        this.listener = listener;
        this.onLine = onLine;
    }

    public synchronized void start(List<WorkerId> workers) {
        workers.forEach(this::startOne);
    }

    private void startOne(WorkerId worker) {
        try {
            WorkerProcess process = new WorkerProcess(worker, commandLine, onLine);
            processes.put(worker, process);
            process.onExit(code -> ended(process, code));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start worker " + worker, failure);
        }
    }

    private void ended(WorkerProcess process, int exitCode) {
        WorkerId worker = process.worker();
        synchronized (this) {
            if (closing || !processes.remove(worker, process)) {
                return;
            }
        }
        // before the restart, so that the membership that ends is the one of the process that ended
        Restarts.Standing standing = listener.lost(worker);
        Optional<Duration> pause = pauseBeforeRestart(worker, exitCode, standing);
        if (pause.isPresent()) {
            restart(worker, pause.get());
        } else if (nobodyIsLeft()) {
            listener.allGone(
                    "the last one, " + worker + ", ended with exit code " + exitCode + " after\n  "
                            + String.join("\n  ", process.tail()),
                    exitCode);
        }
    }

    private synchronized Optional<Duration> pauseBeforeRestart(
            WorkerId worker, int exitCode, Restarts.Standing standing) {
        Restarts used = restarts.computeIfAbsent(worker, first -> new Restarts());
        Optional<Duration> pause = used.afterEnd(standing);
        if (exitCode == ExitCodes.OK) {
            log.info("worker {} was drained and has left; it is not started again", worker);
            return Optional.empty();
        }
        if (FINAL_CODES.contains(exitCode)) {
            log.error("worker {} ended with exit code {}, which a restart would not change", worker, exitCode);
            return Optional.empty();
        }
        if (pause.isEmpty()) {
            log.error(
                    "worker {} ended with exit code {} and is given up: {}; its log, or 'dmesg' when it was killed, says why",
                    worker,
                    exitCode,
                    used.limit());
            return Optional.empty();
        }
        log.warn(
                "worker {} ended with exit code {}: started again in {} s",
                worker,
                exitCode,
                pause.get().toMillis() / 1000.0);
        returning.add(worker);
        return pause;
    }

    private void restart(WorkerId worker, Duration pause) {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return;
        }
        synchronized (this) {
            returning.remove(worker);
            if (!closing) {
                startOne(worker);
            }
        }
    }

    private synchronized boolean nobodyIsLeft() {
        return !closing && processes.isEmpty() && returning.isEmpty();
    }

    /** Drains all workers and waits for their end; kills those that do not follow. */
    @Override
    public void close() {
        List<WorkerProcess> all;
        synchronized (this) {
            closing = true;
            closed.countDown();
            all = List.copyOf(processes.values());
        }
        all.forEach(WorkerProcess::terminate);
        try {
            for (WorkerProcess process : all) {
                process.awaitEnd(DRAIN_SECONDS);
            }
        } catch (InterruptedException hurry) {
            all.forEach(WorkerProcess::kill);
            Thread.currentThread().interrupt();
        }
    }
}
