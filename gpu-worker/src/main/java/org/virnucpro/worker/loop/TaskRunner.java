package org.virnucpro.worker.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.task.Task;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.loop.WorkerFaultException.Fault;
import org.virnucpro.worker.predict.CancelledException;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;
import org.virnucpro.worker.predict.TaskException;

/**
 * Runs tasks in two steps, so that the next one is computed while the last one is made durable and reported: {@link #compute}
 * on the loop's thread, {@link #finish} on any. A fault of a task is the broker's to count; a fault of this machine ends the
 * worker.
 */
final class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private final WorkerRecord self;
    private final DataRoots roots;
    private final TaskInput inputs;
    private final ShardPredictor predictor;
    private final TaskReport report;
    private final Drain drain;
    private final TaskGaps gaps;
    private final ReadAheadThread readAhead;
    private final ProgressWatch watch;

    TaskRunner(
            WorkerRecord self,
            DataRoots roots,
            ShardPredictor predictor,
            TaskReport report,
            Drain drain,
            TaskGaps gaps,
            ReadAheadThread readAhead,
            ProgressWatch watch) {
        this.self = self;
        this.roots = roots;
        this.inputs = new TaskInput(roots);
        this.predictor = predictor;
        this.report = report;
        this.drain = drain;
        this.gaps = gaps;
        this.readAhead = readAhead;
        this.watch = watch;
    }

    /**
     * Computes a leased task; empty when it failed, which is reported then.
     *
     * @throws WorkerFaultException when this machine cannot go on; the task is given back
     */
    Optional<Computed> compute(Assignment leased) {
        Task task = leased.taken().task();
        Candidate candidate;
        try {
            candidate = new Candidate(
                    leased.membership(), task, inputs.of(leased.membership().spec(), task));
        } catch (IOException | RuntimeException fault) {
            failed(leased, fault);
            return Optional.empty();
        }
        return compute(candidate, Grant.of(leased));
    }

    /**
     * Computes a task whose lease may still be asked for; empty when it failed, which is reported then, and when it was not
     * leased, in which case nothing of it is seen.
     *
     * @throws WorkerFaultException when this machine cannot go on; the task is given back
     */
    Optional<Computed> compute(Candidate candidate, Grant grant) {
        long began = gaps.now();
        gaps.begins();
        watch.begins(candidate);
        TaskOutput output = new TaskOutput(
                candidate, grant, this::open, drain, gaps, watch, () -> readAhead.taskBegins(candidate.membership()));
        try {
            if (grant.isKnown()) {
                output.awaitLease();
            }
            ShardSummary summary = predictor.predict(candidate.job(), output, output);
            long ended = gaps.now();
            watch.ends();
            output.awaitLease();
            gaps.computed(ended);
            return grant.await().map(leased -> new Computed(leased, output, summary, began));
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError fault) {
            watch.ends();
            output.close();
            Optional<Assignment> leased = grant.await();
            if (candidate.is(leased)) {
                failed(leased.get(), fault);
            } else {
                failedWithoutLease(fault);
            }
            return Optional.empty();
        } finally {
            readAhead.taskEnds();
        }
    }

    /**
     * Makes the part of a computed task durable and reports it.
     *
     * @throws WorkerFaultException when this machine cannot go on; the task is given back
     */
    void finish(Computed computed, HandOverTimes times) {
        Path part;
        try (TaskOutput output = computed.output()) {
            part = output.commit(computed.summary());
        } catch (RuntimeException | OutOfMemoryError fault) {
            failed(computed.assignment(), fault);
            return;
        }
        times.durable();
        Duration duration = Duration.ofNanos(gaps.now() - computed.beganNanos());
        report.complete(computed.assignment(), computed.summary(), part, duration);
        times.reported();
    }

    private OpenPart open(Assignment assignment) throws IOException {
        RunSpec spec = assignment.membership().spec();
        Task task = assignment.taken().task();
        // Also of a task that was read ahead: the input may have changed since.
        inputs.of(spec, task);
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
        return OpenPart.start(spec, folder, header);
    }

    private void failed(Assignment assignment, Throwable fault) {
        String message = message(fault);
        if (fault instanceof CancelledException) {
            giveBack(assignment);
        } else if (fault instanceof PartWriteException) {
            report.fail(assignment, message, FailKind.RELEASE);
            throw new WorkerFaultException(Fault.OUTPUT, message, fault);
        } else if (fault instanceof OutOfMemoryError) {
            // The task may be the reason, so the attempt counts.
            report.failOutOfMemory(assignment, "out of memory on " + self.host() + ": " + fault);
            throw machineFault(fault);
        } else if (fault instanceof EngineLostException) {
            report.fail(assignment, message, FailKind.BURN);
            throw machineFault(fault);
        } else if (fault instanceof LinkageError) {
            report.fail(assignment, "the engine does not load on " + self.host() + ": " + fault, FailKind.RELEASE);
            throw machineFault(fault);
        } else if (isKnown(fault)) {
            report.fail(assignment, message, FailKind.BURN);
        } else {
            LOG.error("{} failed for a reason of this program, please report it", assignment, fault);
            report.fail(assignment, "internal error: " + fault, FailKind.BURN);
        }
    }

    /** What was computed ahead is gone without a trace, but a machine that cannot go on cannot go on. */
    private static void failedWithoutLease(Throwable fault) {
        if (fault instanceof Error || fault instanceof EngineLostException) {
            throw machineFault(fault);
        }
        LOG.debug("a task that another worker has now was computed ahead in vain: {}", fault.toString());
    }

    private static WorkerFaultException machineFault(Throwable fault) {
        String words = fault instanceof OutOfMemoryError
                ? "out of memory: " + fault
                : fault instanceof LinkageError
                        ? "the engine does not load: " + fault
                        : String.valueOf(fault.getMessage());
        return new WorkerFaultException(Fault.RESOURCES, words, fault);
    }

    private static boolean isKnown(Throwable fault) {
        return fault instanceof IOException
                || fault instanceof UncheckedIOException
                || fault instanceof DataRootException
                || fault instanceof PartException
                || fault instanceof TaskException
                || fault instanceof EngineException;
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

    private String message(Throwable fault) {
        String text = fault instanceof UncheckedIOException wrapped
                ? String.valueOf(wrapped.getCause())
                : fault instanceof IOException ? fault.toString() : String.valueOf(fault.getMessage());
        return text + " (worker " + self.worker() + ")";
    }
}
