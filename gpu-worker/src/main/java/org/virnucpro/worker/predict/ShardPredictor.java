package org.virnucpro.worker.predict;

import java.io.IOException;

/** Computes the rows of a shard. Not thread-safe: one shard at a time. */
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

    /** Frees the models. */
    @Override
    void close();
}
