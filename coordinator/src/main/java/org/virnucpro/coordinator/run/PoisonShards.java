package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.ShardBisection;

/**
 * Halves dead tasks of several records, again and again until the record that fails is alone, so that it takes none of its
 * neighbours down. The halves are in the plan on disk before they are queued; whoever takes over queues the same ones.
 * Confined to the thread of the run.
 */
final class PoisonShards {

    private static final Logger log = LoggerFactory.getLogger(PoisonShards.class);

    private final SharedWorkQueues queues;
    private final RunFolders folders;
    private final ShardBisection bisection;
    private final Function<Integer, Path> inputs;
    private final Set<TaskId> unreadable = new HashSet<>();

    /** @param inputs where this host keeps an input, by its index */
    PoisonShards(
            SharedWorkQueues queues, RunFolders folders, ShardBisection bisection, Function<Integer, Path> inputs) {
        this.queues = queues;
        this.folders = folders;
        this.bisection = bisection;
        this.inputs = inputs;
    }

    /**
     * Halves every dead task that can be halved; returns whether tasks were queued. One coordinator at a time: two would give
     * the same ids to different halves.
     *
     * @throws RunFailedException when another coordinator has published the run meanwhile
     */
    boolean split(PlanSubmission submission) throws IOException, InterruptedException {
        List<DeadTask> dead = queues.deadTasks().stream()
                .filter(task -> task.task().shard().holdsSeveralRecords())
                .filter(task -> !unreadable.contains(task.task().id()))
                .toList();
        if (dead.isEmpty()) {
            return false;
        }
        try (SoleStep step = SoleStep.begin(folders)) {
            RunPlan known = submission.reread();
            RunPlan extended = known;
            for (DeadTask task : dead) {
                extended = withHalves(extended, task.task());
            }
            if (extended.splits().size() > known.splits().size()) {
                submission.extend(extended);
            }
        }
        return queue(dead, submission.plan());
    }

    private boolean queue(List<DeadTask> dead, RunPlan plan) {
        boolean queued = false;
        for (DeadTask task : dead) {
            List<Task> halves = plan.childrenOf(task.task().id());
            if (!halves.isEmpty() && queues.split(task, halves) == SplitOutcome.SPLIT) {
                queued = true;
                log.warn(
                        "task {} ({} records) failed for good: {}; its halves, tasks {} and {}, are tried on their own",
                        task.task().id(),
                        task.task().shard().records(),
                        task.cause(),
                        halves.get(0).id(),
                        halves.get(1).id());
            }
        }
        return queued;
    }

    private RunPlan withHalves(RunPlan plan, Task task) {
        if (!plan.childrenOf(task.id()).isEmpty()) {
            return plan;
        }
        try {
            return bisection.bisect(plan, task, inputs.apply(task.shard().input()));
        } catch (InputException changed) {
            unreadable.add(task.id());
            log.warn(
                    "task {} failed and cannot be halved, so all of its records fail: {}",
                    task.id(),
                    changed.getMessage());
            return plan;
        }
    }
}
