package org.virnucpro.common.service;

/** How a process that serves a cluster is now. Thread-safe, and quick: it is asked every few seconds. */
public interface ServiceState {

    /** Where in its life a process is; only ever moves forward. */
    enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    Phase phase();

    /** Whether its work goes on: something has moved as lately as the process itself expects, or there is nothing to wait for. */
    boolean isMoving();

    /** What it does, in one line for people. */
    String words();

    /** Of a process that is not ready yet. */
    static ServiceState starting(String words) {
        return new ServiceState() {
            @Override
            public Phase phase() {
                return Phase.STARTING;
            }

            @Override
            public boolean isMoving() {
                return true;
            }

            @Override
            public String words() {
                return words;
            }
        };
    }
}
