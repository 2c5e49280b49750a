package org.virnucpro.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.RunPlan;

/** The plan of a run as it is now, and what of it can be submitted. Confined to one thread. */
final class PlanSubmission {

    private final SharedWorkQueues queues;
    private RunPlan plan;

    PlanSubmission(SharedWorkQueues queues, RunPlan plan) {
        this.queues = queues;
        this.plan = plan;
    }

    RunPlan plan() {
        return plan;
    }

    void replace(RunPlan extended) {
        plan = extended;
    }

    /**
     * The tasks as planned, costliest first, and those in whose favour others were split. The broker is told of splits that it
     * does not know, because it is another one or has lost its last second; when it knows the parent otherwise, that will be
     * split again, into the same tasks.
     */
    List<Task> tasks() {
        List<Task> tasks = new ArrayList<>(plan.inQueueOrder());
        for (RunPlan.Split split : plan.splits()) {
            TaskId parent = new TaskId(split.parent());
            List<Task> children = plan.childrenOf(parent);
            if (queues.restoreSplit(parent, children.stream().map(Task::id).toList())) {
                tasks.addAll(children);
            }
        }
        return tasks;
    }
}
