package org.virnucpro.common.steal;

import java.util.HashMap;
import java.util.Map;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * How fast workers really are: the weight that each one declared, corrected by the cost that it finished per second of work.
 * A moving average over tasks, so that a throttled card is noticed within the run; no single look changes a speed by more
 * than a factor of four, so that one absurd measurement cannot. Confined to one thread.
 */
final class EffectiveSpeeds {

    /** A task that was just finished counts for this share of the average. */
    private static final double SHARE_OF_A_TASK = 0.1;

    private static final double STEP = 4;

    private record Measured(double speed, QueueView.Done at) {}

    private static final QueueView.Done NOTHING = new QueueView.Done(0, 0, 0, 0, 0, 0);

    private final Map<WorkerId, Measured> measured = new HashMap<>();

    /** Takes in what the worker has finished since the last look. Returns its speed, 1 for the reference. */
    double update(QueueView.Queue queue) {
        QueueView.Done now = queue.done();
        Measured last = measured.get(queue.worker());
        double speed = last == null ? queue.weight() : last.speed();
        QueueView.Done before = last == null ? NOTHING : last.at();
        long tasks = now.tasks() - before.tasks();
        long busy = now.busyMillis() - before.busyMillis();
        long cost = now.costMillis() - before.costMillis();
        if (tasks <= 0) {
            return speed;
        }
        if (busy > 0 && cost > 0) {
            double seen = Math.min(speed * STEP, Math.max(speed / STEP, (double) cost / (double) busy));
            speed += (1 - Math.pow(1 - SHARE_OF_A_TASK, (double) tasks)) * (seen - speed);
        }
        measured.put(queue.worker(), new Measured(speed, now));
        return speed;
    }
}
