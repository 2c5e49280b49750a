package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.RunPlan;

/** The plan of a run as it is now, on disk and here, and what of it can be submitted. Confined to one thread. */
final class PlanSubmission {

    private final SharedWorkQueues queues;
    private final RunFolders folders;
    private StoredPlan stored;

    PlanSubmission(SharedWorkQueues queues, RunFolders folders, StoredPlan stored) {
        this.queues = queues;
        this.folders = folders;
        this.stored = stored;
    }

    StoredPlan stored() {
        return stored;
    }

    RunPlan plan() {
        return stored.plan();
    }

    /** As it is on disk: another coordinator of this run may have split tasks. */
    RunPlan reread() throws IOException {
        stored = new PlanFile(folders.plan())
                .read()
                .orElseThrow(() -> new NoSuchFileException(folders.plan().toString()));
        return plan();
    }

    /** As {@link #reread}, for those that cannot throw. */
    RunPlan latest() {
        try {
            return reread();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** On disk when it returns. To be called within a {@link SoleStep} after {@link #reread}. */
    void extend(RunPlan extended) throws IOException {
        StoredPlan longer = new StoredPlan(stored.terms(), extended);
        new PlanFile(folders.plan()).write(longer);
        stored = longer;
    }

    /**
     * The tasks as planned, costliest first, and those in whose favour others were split. The broker is told of splits that it
     * does not know, because it is another one or has lost its last second; when it knows the parent otherwise, that will be
     * split again, into the same tasks.
     */
    List<Task> tasks() {
        List<Task> tasks = new ArrayList<>(plan().inQueueOrder());
        for (RunPlan.Split split : plan().splits()) {
            TaskId parent = new TaskId(split.parent());
            List<Task> children = plan().childrenOf(parent);
            if (queues.restoreSplit(parent, children.stream().map(Task::id).toList())) {
                tasks.addAll(children);
            }
        }
        return tasks;
    }
}
