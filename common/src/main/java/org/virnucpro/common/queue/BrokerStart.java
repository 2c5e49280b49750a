package org.virnucpro.common.queue;

/**
 * One start of the server behind the queues, looked at once.
 *
 * @param id another one after every start; what the server held before may have lost its last second
 * @param log how the log of its changes is, from which the next start reads
 */
public record BrokerStart(String id, Log log) {

    /** The log of changes. */
    public enum Log {
        /** The server keeps none. */
        OFF,
        /** This start goes on behind what the last one left, which may end in the middle of a change. */
        INHERITED,
        /** Being written anew. */
        REWRITING,
        /** The last try to write it anew failed; the server's own log says why. */
        REWRITE_FAILED,
        /** Written anew by this start: it holds whole changes only. */
        WHOLE
    }
}
