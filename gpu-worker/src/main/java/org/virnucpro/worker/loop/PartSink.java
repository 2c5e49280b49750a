package org.virnucpro.worker.loop;

import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.worker.predict.RowSink;

/** Rows go into the part as they come. */
record PartSink(PartWriter part) implements RowSink {

    @Override
    public void row(String sequenceId, float othersScore, float virusScore) {
        part.row(sequenceId, othersScore, virusScore);
    }

    @Override
    public void reject(Rejection rejection) {
        part.reject(rejection);
    }
}
