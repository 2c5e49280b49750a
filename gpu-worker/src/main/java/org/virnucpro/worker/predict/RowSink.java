package org.virnucpro.worker.predict;

import org.virnucpro.common.part.Rejection;

/** Takes what a shard gives, in input order. */
public interface RowSink {

    /** The probabilities of one open frame, the classes others and virus. */
    void row(String sequenceId, float othersScore, float virusScore);

    /** A record that gives no rows because it is unusable. */
    void reject(Rejection rejection);
}
