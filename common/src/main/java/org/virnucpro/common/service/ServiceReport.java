package org.virnucpro.common.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.service.ServiceState.Phase;

/**
 * Tells a supervisor again and again how this process is, on a thread of its own: systemd by {@link SystemdNotifier}, a health
 * check by a {@link HealthRecord}. The thread only passes on what the work says of itself, so that a process whose threads live
 * while its work hangs counts as hung. Thread-safe.
 */
public final class ServiceReport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceReport.class);
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(2);
    private static final int BEATS_PER_WATCHDOG = 3;

    /**
     * Who is told.
     *
     * @param notifier takes messages of sd_notify(3)
     * @param watchdog within what time it wants to hear of progress
     * @param file in which the health check looks
     */
    public record Listeners(Optional<Consumer<String>> notifier, Optional<Duration> watchdog, Optional<Path> file) {}

    private final String service;
    private final Listeners listeners;
    private final InstantSource clock;
    private final SupervisorMessages messages = new SupervisorMessages();
    private final ScheduledExecutorService thread;
    private volatile ServiceState state;
    private boolean fileFailed;
    private boolean closed;

    /**
     * Starts to tell.
     *
     * @param service what this process is: {@code worker gpu0}
     * @param beginning what it does first
     */
    public ServiceReport(String service, String beginning, Listeners listeners, InstantSource clock) {
        this.service = service;
        this.listeners = listeners;
        this.clock = clock;
        this.state = ServiceState.starting(beginning);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beats = new Thread(task, "service-report");
            beats.setDaemon(true);
            return beats;
        });
        if (listeners.notifier().isPresent() || listeners.file().isPresent()) {
            long nanos = beat(listeners.watchdog()).toNanos();
            ScheduledFuture<?> unused = thread.scheduleAtFixedRate(this::tellQuietly, 0, nanos, TimeUnit.NANOSECONDS);
        }
    }

    static Duration beat(Optional<Duration> watchdog) {
        return watchdog.map(time -> time.dividedBy(BEATS_PER_WATCHDOG))
                .filter(time -> time.compareTo(LONGEST_BEAT) < 0)
                .orElse(LONGEST_BEAT);
    }

    /** From now on this is what is told. */
    public void follow(ServiceState next) {
        state = next;
    }

    /** Says that the process stops, and ends. */
    @Override
    public void close() {
        ServiceState last = state;
        state = new ServiceState() {
            @Override
            public Phase phase() {
                return Phase.STOPPING;
            }

            @Override
            public boolean isMoving() {
                return last.isMoving();
            }

            @Override
            public String words() {
                return "stopping";
            }
        };
        thread.shutdown();
        tellQuietly();
        end();
    }

    private synchronized void end() {
        closed = true;
        listeners.file().ifPresent(ServiceReport::removeQuietly);
    }

    private void tellQuietly() {
        try {
            tell();
        } catch (RuntimeException bug) {
            LOG.error("the supervisor of this process could not be told how it is", bug);
        }
    }

    private synchronized void tell() {
        if (closed) {
            return;
        }
        ServiceState now = state;
        listeners.notifier().ifPresent(notifier -> messages.next(now).ifPresent(notifier));
        listeners.file().ifPresent(file -> write(file, now));
    }

    private void write(Path file, ServiceState now) {
        HealthRecord record = new HealthRecord(
                service, ProcessHandle.current().pid(), clock.instant(), now.phase(), now.isMoving(), now.words());
        try {
            record.write(file);
            fileFailed = false;
        } catch (IOException failure) {
            if (!fileFailed) {
                LOG.warn(
                        "the health file cannot be written, so that this process will count as unhealthy: {}",
                        failure.toString());
            }
            fileFailed = true;
        }
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            LOG.debug("{} grows old by itself: {}", file, failure.toString());
        }
    }
}
