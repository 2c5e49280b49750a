package org.virnucpro.worker.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartWriteException;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Task;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.loop.WorkerFaultException.Fault;
import org.virnucpro.worker.predict.CancelledException;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;
import org.virnucpro.worker.predict.TaskException;

/** Runs one task from its input to its durable part, and reports how it ended. Confined to the loop's thread. */
final class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private final WorkerRecord self;
    private final DataRoots roots;
    private final ShardPredictor predictor;
    private final TaskReport report;

    TaskRunner(WorkerRecord self, DataRoots roots, ShardPredictor predictor, TaskReport report) {
        this.self = self;
        this.roots = roots;
        this.predictor = predictor;
        this.report = report;
    }

    /**
     * Runs a task. A fault of the task is the broker's to count; a fault of this machine ends the worker.
     *
     * @throws WorkerFaultException when this machine cannot go on; the task is given back
     */
    void run(Assignment assignment) {
        Path part;
        try {
            part = compute(assignment);
        } catch (CancelledException stop) {
            giveBack(assignment);
            return;
        } catch (PartWriteException unwritable) {
            report.fail(assignment, message(unwritable), FailKind.RELEASE);
            throw new WorkerFaultException(Fault.OUTPUT, message(unwritable), unwritable);
        } catch (OutOfMemoryError exhausted) {
            // The task may be the reason, so the attempt counts.
            report.fail(assignment, "out of memory on " + self.host() + ": " + exhausted, FailKind.BURN);
            throw new WorkerFaultException(Fault.RESOURCES, "out of memory: " + exhausted, exhausted);
        } catch (LinkageError broken) {
            report.fail(assignment, "the engine does not load on " + self.host() + ": " + broken, FailKind.RELEASE);
            throw new WorkerFaultException(Fault.RESOURCES, "the engine does not load: " + broken, broken);
        } catch (IOException | DataRootException | PartException | TaskException | EngineException fault) {
            report.fail(assignment, message(fault), FailKind.BURN);
            return;
        } catch (RuntimeException bug) {
            LOG.error("{} failed for a reason of this program, please report it", assignment, bug);
            report.fail(assignment, "internal error: " + bug, FailKind.BURN);
            return;
        }
        report.complete(assignment, part);
    }

    private Path compute(Assignment assignment) throws IOException {
        RunSpec spec = assignment.membership().spec();
        Task task = assignment.taken().task();
        Path input = input(spec, task);
        PartFolder folder = new PartFolder(roots.resolve(PartFolder.below(spec.output(), spec.run())));
        PartHeader header = new PartHeader(
                spec.run(),
                task.id(),
                assignment.taken().token(),
                self.worker(),
                assignment.membership().incarnation(),
                self.engine(),
                self.device(),
                spec.models(),
                task.shard());
        LOG.debug(
                "{} ({}) starts: {} open frames", assignment, assignment.taken().origin(), task.sequences());
        try (PartWriter writer = new PartWriter(folder, header)) {
            ShardJob job = new ShardJob(task.shard(), input, spec.chunkSize(), task.costMillis());
            ShardSummary summary = predictor.predict(job, new PartSink(writer), assignment.lease());
            return writer.commit(summary.records(), summary.chunks());
        }
    }

    private Path input(RunSpec spec, Task task) throws IOException {
        int index = task.shard().input();
        if (index >= spec.inputs().size()) {
            throw new TaskException("the plan names input " + index + ", but the run has "
                    + spec.inputs().size());
        }
        InputFile input = spec.inputs().get(index);
        Path file = roots.resolve(input.path());
        long bytes = Files.size(file);
        if (bytes != input.bytes()) {
            throw new TaskException(file + " has " + bytes + " bytes, but had " + input.bytes()
                    + " when the run was planned; start a new run for the changed file");
        }
        return file;
    }

    private void giveBack(Assignment assignment) {
        if (assignment.lease().isLost()) {
            LOG.warn(
                    "{} is lost: its lease is over or the broker gave it to another; its result is dropped",
                    assignment);
        } else {
            report.fail(assignment, "worker " + self.worker() + " is stopped", FailKind.RELEASE);
        }
    }

    private String message(Exception fault) {
        String text = fault instanceof IOException ? fault.toString() : String.valueOf(fault.getMessage());
        return text + " (worker " + self.worker() + ")";
    }
}
