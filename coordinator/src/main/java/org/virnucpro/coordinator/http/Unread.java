package org.virnucpro.coordinator.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of answers that clients have not read yet, so that slow ones cannot take all memory. Thread-safe. */
final class Unread {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Unread(long most) {
        this.most = most;
    }

    /** Whether there is room; then it is taken until {@link #read}. An answer alone has room whatever its size. */
    boolean add(long size) {
        long now = bytes.addAndGet(size);
        if (now > most && now != size) {
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    void read(long size) {
        bytes.addAndGet(-size);
    }
}
