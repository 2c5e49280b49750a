package org.virnucpro.worker.predict;

import java.io.IOException;

/** Computes the rows of a shard. Not thread-safe: one shard at a time; {@link #readAhead} may be called meanwhile. */
public interface ShardPredictor extends AutoCloseable {

    /**
     * Gives one row per open frame of the shard, in input order, and its rejected records. Equal shards give equal rows,
     * whatever was computed before.
     *
     * @throws TaskException when the shard cannot be computed; another worker would fail as well
     * @throws CancelledException soon after {@code cancellation} is requested
     * @throws IOException when the input cannot be read
     */
    ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException;

    /**
     * Reads the input of a shard that is probably computed next, from another thread, so that its computation can start at
     * once. Advice: what is computed, and its rows, do not depend on it.
     *
     * @throws IOException when the input cannot be read; computing it says so again
     */
    default void readAhead(ShardJob next) throws IOException {}

    /** Frees the models. */
    @Override
    void close();
}
