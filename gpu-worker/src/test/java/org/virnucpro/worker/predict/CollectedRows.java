package org.virnucpro.worker.predict;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.part.Rejection;

/** Keeps what a predictor gives. */
public final class CollectedRows implements RowSink {

    /** One row with the exact bits of its scores. */
    public record Row(String id, float others, float virus) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    public List<Row> rows() {
        return rows;
    }

    public List<Rejection> rejections() {
        return rejections;
    }

    @Override
    public void row(String sequenceId, float othersScore, float virusScore) {
        rows.add(new Row(sequenceId, othersScore, virusScore));
    }

    @Override
    public void reject(Rejection rejection) {
        rejections.add(rejection);
    }
}
