package org.virnucpro.coordinator.simulate;

import java.util.List;
import java.util.Map;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * What a simulated run, or a rehearsal of it with real processes, came to.
 *
 * @param makespanMillis end of the last task
 * @param lowerBoundMillis what no schedule of these tasks on these workers can beat
 * @param steals tasks taken from another worker's queue
 * @param refused tries of idle workers that got nothing although queues had tasks
 * @param refusals why queues were left alone, over all tries, by reason
 * @param executions every finished execution, in the order of their ends
 */
public record ScheduleResult(
        double makespanMillis,
        double lowerBoundMillis,
        long steals,
        long refused,
        Map<String, Long> refusals,
        List<Execution> executions) {

    public ScheduleResult {
        refusals = Map.copyOf(refusals);
        executions = List.copyOf(executions);
    }

    /** One task on one worker, from begin to end of computing. */
    public record Execution(TaskId task, WorkerId worker, double startMillis, double endMillis) {}

    /** Makespan over lower bound; 1 for a run without work. */
    public double ratio() {
        return lowerBoundMillis > 0 ? makespanMillis / lowerBoundMillis : 1;
    }
}
