package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The segments of one input, in order: fine for a small input, coarser for a large one, so that there are never more than
 * a fixed number of them. Not thread-safe.
 */
final class Segments {

    private static final int MOST = 20_000;

    private final CostModel costs;
    private long grainMillis;
    private List<Segment> segments = new ArrayList<>();

    /** @param grainMillis segments are joined up to this cost, more when they become too many */
    Segments(CostModel costs, long grainMillis) {
        this.costs = costs;
        this.grainMillis = grainMillis;
    }

    /** A record that costs more is worth being added in pieces. */
    long grainMillis() {
        return grainMillis;
    }

    void add(Segment next) {
        append(next);
        if (segments.size() > MOST) {
            coarsen();
        }
    }

    List<Segment> list() {
        return List.copyOf(segments);
    }

    private void append(Segment next) {
        int last = segments.size() - 1;
        if (last >= 0 && fits(segments.get(last), next)) {
            Segment joined = segments.remove(last).join(next);
            if (joined.piece().isEmpty() && next.piece().isPresent()) {
                append(joined); // the pieces have become a whole record, which may join the records before it
            } else {
                segments.add(joined);
            }
        } else {
            segments.add(next);
        }
    }

    private boolean fits(Segment last, Segment next) {
        return last.joins(next) && costs.millis(last.work().plus(next.work())) <= grainMillis;
    }

    private void coarsen() {
        List<Segment> fine = segments;
        segments = new ArrayList<>();
        while (segments.isEmpty() || segments.size() > MOST / 2) {
            grainMillis *= 2;
            segments = new ArrayList<>();
            fine.forEach(this::append);
        }
    }
}
