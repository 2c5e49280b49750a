package org.virnucpro.common.steal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueView;

/**
 * When a worker would be through with its running task and its queue if nobody stole from it: the same projection for thieves
 * and for people.
 *
 * @param speed of the worker, 1 for the reference; less than what was measured while its running task is overdue
 * @param remainingMillis from the time of the view
 */
public record ProjectedFinish(double speed, double remainingMillis) {

    /** A task that takes this many times longer than predicted says that its worker is slower than measured. */
    private static final double OVERDUE = 1.5;

    /**
     * Projects one worker.
     *
     * @param now the time of the view
     * @param running its running task
     * @param measuredSpeed cost that it finishes per time at work
     */
    public static ProjectedFinish of(
            Instant now, QueueView.Queue queue, QueueView.@Nullable Lease running, double measuredSpeed) {
        double queued = (double) queue.queuedCostMillis() / measuredSpeed;
        if (running == null) {
            return new ProjectedFinish(measuredSpeed, queued);
        }
        double predicted = (double) running.costMillis() / measuredSpeed;
        double elapsed = (double) (now.toEpochMilli() - running.taken().toEpochMilli());
        double slower = Math.max(1, elapsed / Math.max(1, OVERDUE * predicted));
        return new ProjectedFinish(measuredSpeed / slower, Math.max(0, predicted - elapsed) + queued * slower);
    }
}
