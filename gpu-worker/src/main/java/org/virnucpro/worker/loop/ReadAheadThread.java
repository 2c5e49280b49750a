package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads ahead on a thread of its own while a task is computed; again and again, since the next task may be stolen. */
final class ReadAheadThread implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

    private final ReadAhead readAhead;
    private final Wakeup wakeup = Wakeup.real();
    private final AtomicReference<@Nullable Membership> begun = new AtomicReference<>();
    private final Thread thread;
    private volatile @Nullable Membership running;
    private volatile boolean closed;

    ReadAheadThread(String worker, ReadAhead readAhead) {
        this.readAhead = readAhead;
        this.thread = new Thread(this::run, "worker-" + worker + "-ahead");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A task of this run is computed from now on. */
    void taskBegins(Membership membership) {
        running = membership;
        begun.set(membership);
        wakeup.wake();
    }

    /** Nothing is computed; what is being read is read to its end. */
    void taskEnds() {
        running = null;
    }

    /** The task of this run that probably comes next. */
    Optional<Candidate> next(Membership membership) {
        return begun.get() == null ? readAhead.next(membership) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        wakeup.wake();
    }

    private void run() {
        while (!closed) {
            if (begun.getAndSet(null) != null) {
                readAhead.begin();
            }
            Membership current = running;
            if (current != null) {
                readAhead.look(current);
            }
            wakeup.await(current == null ? UNTIL_WOKEN : BETWEEN_LOOKS);
        }
    }
}
