package org.virnucpro.coordinator.balance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * How fast workers are by their throughput windows. A worker that has finished nothing counts with its declared weight,
 * corrected by the factor by which all others together are off theirs, so that costs which are wrong for everybody do not
 * mislead. Confined to the poll loop.
 */
final class MeasuredSpeeds {

    /** Times by which a recent speed differs from the lasting one when it has changed. */
    private static final double CHANGED = 1.5;

    private record Totals(long busyMillis, long costMillis) {

        private Totals plus(Totals more) {
            return new Totals(busyMillis + more.busyMillis, costMillis + more.costMillis);
        }
    }

    private final Map<WorkerId, Totals> totals = new HashMap<>();
    private final Map<WorkerId, ThroughputWindow> windows = new HashMap<>();
    private final Map<WorkerId, Double> weights = new HashMap<>();

    void declared(QueueView.Queue queue) {
        weights.put(queue.worker(), queue.weight());
    }

    void finished(WorkerId worker, QueueEvent done, long costMillis) {
        windows.computeIfAbsent(worker, key -> new ThroughputWindow())
                .add(done.time(), done.elapsedMillis(), done.sequences(), costMillis);
        totals.merge(worker, new Totals(done.elapsedMillis(), costMillis), Totals::plus);
    }

    double sequencesPerSecond(WorkerId worker, Instant now) {
        ThroughputWindow window = windows.get(worker);
        return window == null ? 0 : window.sequencesPerSecond(now);
    }

    /** Predicted cost per time at work, 1 for the reference; never 0. */
    double of(WorkerId worker) {
        ThroughputWindow window = windows.get(worker);
        if (window != null && window.busyMillis() > 0 && window.costMillis() > 0) {
            return (double) window.costMillis() / (double) window.busyMillis();
        }
        return weight(worker) * correction();
    }

    /**
     * The same over all that the worker has done, which is steadier; over the window when the two are so far apart that the
     * worker must have become slower or faster.
     */
    double lasting(WorkerId worker) {
        Totals all = totals.get(worker);
        double recent = of(worker);
        if (all == null || all.busyMillis() <= 0 || all.costMillis() <= 0) {
            return recent;
        }
        double lasting = (double) all.costMillis() / (double) all.busyMillis();
        return recent > lasting * CHANGED || recent < lasting / CHANGED ? recent : lasting;
    }

    private double correction() {
        double done = 0;
        double declared = 0;
        for (Map.Entry<WorkerId, ThroughputWindow> entry : windows.entrySet()) {
            done += (double) entry.getValue().costMillis();
            declared += (double) entry.getValue().busyMillis() * weight(entry.getKey());
        }
        return done > 0 && declared > 0 ? done / declared : 1;
    }

    private double weight(WorkerId worker) {
        return weights.getOrDefault(worker, 1.0);
    }
}
