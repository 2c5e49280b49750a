package org.virnucpro.common.queue;

/** The server behind the queues. Thread-safe; calls throw {@link BrokerException} when it does not answer. */
public interface BrokerServer {

    /** Which start of the server answers now, and how its log is. */
    BrokerStart look();

    /**
     * Asks the server to write its log anew from what it holds in memory; returns before that is done. While it is at it
     * already, or keeps no log: no effect.
     *
     * @return false when this server lets nobody ask for that
     */
    boolean rewriteLog();
}
