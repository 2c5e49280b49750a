package org.virnucpro.worker.predict;

/** Whether a running task is to stop; asked between batches. Thread-safe. */
@FunctionalInterface
public interface Cancellation {

    boolean isRequested();

    /** Leaves the task when it is to stop. */
    default void check() {
        if (isRequested()) {
            throw new CancelledException();
        }
    }
}
