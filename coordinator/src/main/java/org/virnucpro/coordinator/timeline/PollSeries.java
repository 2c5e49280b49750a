package org.virnucpro.coordinator.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The readings of many polls. When there are too many, every second one is dropped. Not thread-safe. */
final class PollSeries {

    private static final int MOST_POINTS = 600;
    private static final int LEAST_POINTS = 60;
    private static final int MOST_READINGS = 20_000;

    /**
     * One poll.
     *
     * @param time milliseconds of the broker's clock
     * @param retryDepth tasks in the retry list
     */
    record Point(long time, long retryDepth, Map<String, Reading> workers) {
        Point {
            workers = Map.copyOf(workers);
        }
    }

    private List<Point> points = new ArrayList<>();
    private int stride = 1;
    private int skipped;

    /** The latest poll is always the last point. */
    void add(Point point) {
        if (!points.isEmpty() && skipped + 1 < stride) {
            points.set(points.size() - 1, point);
            skipped++;
            return;
        }
        skipped = 0;
        points.add(point);
        int most = Math.max(
                LEAST_POINTS,
                Math.min(
                        MOST_POINTS, MOST_READINGS / Math.max(1, point.workers().size())));
        if (points.size() > most) {
            List<Point> kept = new ArrayList<>();
            for (int index = points.size() - 1; index >= 0; index -= 2) {
                kept.add(0, points.get(index));
            }
            points = kept;
            stride *= 2;
        }
    }

    List<Point> points() {
        return points;
    }
}
