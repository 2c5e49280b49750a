package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.cost.Fleet;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.RunPlanner;

/** What comes before the first task: the plan, and what an earlier time of the run has left. Confined to one thread. */
final class RunPreparation {

    private static final Logger log = LoggerFactory.getLogger(RunPreparation.class);

    private final RunSpec spec;
    private final RunFolders folders;
    private final DataRoots roots;
    private final DiskCheck disk;

    RunPreparation(RunSpec spec, RunFolders folders, DataRoots roots, DiskCheck disk) {
        this.spec = spec;
        this.folders = folders;
        this.roots = roots;
        this.disk = disk;
    }

    /** For whom to plan; blocks until there is somebody. */
    @FunctionalInterface
    interface FleetSource {
        Fleet await() throws InterruptedException;
    }

    /**
     * The plan on disk, or a new one that is on disk when this returns.
     *
     * @throws InputException when no input has a record
     * @throws RunFailedException when the disk is too small, or the plan there is of another version
     */
    StoredPlan plan(FleetSource source) throws IOException, InterruptedException {
        PlanFile file = new PlanFile(folders.plan());
        Optional<StoredPlan> known = file.read();
        if (known.isPresent()) {
            log.info("run {}: going on with the plan that is on disk", spec.run());
            disk.check(
                    folders.output(),
                    DiskNeed.ofRest(spec, known.get().plan(), folders.parts().path()));
            return known.get();
        }
        Fleet fleet = source.await();
        try (InputDigests digests =
                InputDigests.start(spec.inputs().stream().map(this::file).toList())) {
            RunPlan plan = new RunPlanner(fleet.costs()).plan(spec, this::file, fleet.workers());
            plan.requireRecords();
            disk.check(folders.output(), DiskNeed.ofAll(spec, plan));
            StoredPlan stored = new StoredPlan(RunTerms.of(spec, digests.await()), plan);
            file.write(stored);
            return stored;
        }
    }

    /** What an earlier time of this run computed, and the broker does not know of, is not computed again. */
    void restore(PlanSubmission submission, SharedWorkQueues queues) throws IOException {
        RunPlan plan = submission.plan();
        if (queues.observe().counts().submitted() < plan.plannedTasks().size()) {
            Set<TaskId> known = submission.tasks().stream().map(Task::id).collect(Collectors.toSet());
            List<DurableResult> finished = new FinishedParts(spec, plan, folders.parts())
                    .find().stream()
                            .filter(result -> known.contains(result.task()))
                            .toList();
            if (!finished.isEmpty()) {
                int restored = queues.restore(finished);
                log.info(
                        "run {}: {} of {} tasks are done already, their parts are whole",
                        spec.run(),
                        restored,
                        known.size());
            }
        }
    }

    private Path file(InputFile input) {
        return roots.resolve(input.path());
    }
}
