package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one poll says of a run as a whole.
 *
 * @param elapsedSeconds since the first task was taken
 * @param files inputs
 * @param filesDone inputs whose shards are all in
 * @param sequences open frames in the plan
 * @param sequencesDone open frames done
 * @param imbalance the latest projected finish of a worker that is there over the mean of all of them; 1: balanced
 * @param lowerBoundSeconds what no schedule of these tasks on these workers could beat: measured work of the tasks that have
 *     ended, predicted work of the others. When all have ended it is not above the real makespan
 * @param efficiency lower bound over the projected makespan, after the end over the real one; empty while that is not known
 * @param remaining how long it goes on
 * @param stealInterval how long an idle worker waits between tries
 * @param idleReports how often workers gave which reason for having no task
 */
public record RunMeasures(
        double elapsedSeconds,
        long files,
        long filesDone,
        long sequences,
        long sequencesDone,
        double imbalance,
        double lowerBoundSeconds,
        OptionalDouble efficiency,
        RemainingTime remaining,
        Duration stealInterval,
        Map<String, Long> idleReports) {

    public RunMeasures {
        idleReports = Map.copyOf(idleReports);
    }
}
