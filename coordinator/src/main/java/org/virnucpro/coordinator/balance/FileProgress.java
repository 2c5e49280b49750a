package org.virnucpro.coordinator.balance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.RunPlan;

/** Counts inputs as done when their last shard is in, for the worker that completed that shard. */
final class FileProgress {

    private RunPlan plan;
    private final int[] missing;
    private final Map<WorkerId, Long> done = new HashMap<>();

    FileProgress(RunPlan plan) {
        this.plan = plan;
        this.missing = plan.inputs().stream().mapToInt(input -> input.tasks()).toArray();
    }

    void taskDone(Optional<TaskId> id, String worker) {
        id.ifPresent(known -> {
            Task task = plan.tasks().get(known.index());
            if (--missing[task.shard().input()] == 0) {
                done.merge(new WorkerId(worker), 1L, Long::sum);
            }
        });
    }

    /** Tasks were split: what took their place is at the end of the plan. */
    void planExtended(RunPlan extended) {
        plan = extended;
    }

    /** The input waits for those in the place of the task instead. */
    void taskSplit(QueueEvent split) {
        split.task()
                .ifPresent(parent ->
                        missing[plan.tasks().get(parent.index()).shard().input()] +=
                                plan.childrenOf(parent).size() - 1);
    }

    Map<WorkerId, Long> done() {
        return done;
    }
}
