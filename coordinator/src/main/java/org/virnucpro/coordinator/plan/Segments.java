package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The segments of one input, in order: fine for a small input, coarser for a large one, so that there are never more than
 * a fixed number of them. Not thread-safe.
 */
final class Segments {

    private static final int MOST = 20_000;
    private static final long FINEST_MILLIS = 60;

    private final CostModel costs;
    private long grainMillis = FINEST_MILLIS;
    private List<Segment> segments = new ArrayList<>();

    Segments(CostModel costs) {
        this.costs = costs;
    }

    void add(Segment next) {
        int last = segments.size() - 1;
        if (last >= 0 && costs.millis(segments.get(last).work()) < grainMillis) {
            segments.set(last, segments.get(last).join(next));
        } else {
            segments.add(next);
        }
        if (segments.size() > MOST) {
            coarsen();
        }
    }

    List<Segment> list() {
        return List.copyOf(segments);
    }

    private void coarsen() {
        List<Segment> fine = segments;
        segments = new ArrayList<>();
        while (segments.isEmpty() || segments.size() > MOST / 2) {
            grainMillis *= 2;
            segments = new ArrayList<>();
            fine.forEach(this::add);
        }
    }
}
