package org.virnucpro.coordinator.replay;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.coordinator.simulate.Scenario;

/** What passed in a recorded run between the end of a task and the take of the next one. */
final class MeasuredPauses {

    /** An idle worker waits at least this share of the interval between two tries: its jitter. */
    private static final double SHORTEST_WAIT = 0.75;

    private final Map<Integer, Long> known;
    private final double mean;
    private final double perSteal;

    private MeasuredPauses(Map<Integer, Long> known, double mean, double perSteal) {
        this.known = known;
        this.mean = mean;
        this.perSteal = perSteal;
    }

    static MeasuredPauses of(Collection<WorkerHistory> histories, StealSettings stealing) {
        Map<Integer, Long> known = new HashMap<>();
        histories.forEach(history -> known.putAll(history.pauses()));
        double mean = mean(known.values());
        double wait = SHORTEST_WAIT * (double) stealing.interval().toMillis();
        double beforeSteal = mean(histories.stream()
                .flatMap(history -> history.pausesBeforeSteals().values().stream())
                .filter(pause -> pause < wait)
                .toList());
        return new MeasuredPauses(known, mean, Math.max(0, beforeSteal - mean));
    }

    /** Milliseconds after a task; the mean for one whose worker took nothing from its own queue next. */
    long after(int task) {
        return known.getOrDefault(task, Math.round(mean));
    }

    /** What a steal takes on top. */
    Scenario.Delays delays() {
        return new Scenario.Delays(Duration.ZERO, Duration.ofNanos(Math.round(perSteal * 1e6)), Duration.ZERO);
    }

    private static double mean(Collection<Long> pauses) {
        return pauses.stream().mapToLong(Long::longValue).average().orElse(0);
    }
}
