package org.virnucpro.worker.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.worker.loop.TaskListener.Failure;
import org.virnucpro.worker.predict.ShardSummary;

/**
 * Tells the broker how a task ended, again and again until it answers or the lease is over. Confined to the loop's thread.
 */
final class TaskReport {

    private static final Logger LOG = LoggerFactory.getLogger(TaskReport.class);

    private final WorkerId self;
    private final BrokerLink link;
    private final RecentCompletions recent;
    private final Wakeup wakeup;
    private final RandomGenerator random;
    private final TaskListener listener;

    TaskReport(
            WorkerId self,
            BrokerLink link,
            RecentCompletions recent,
            Wakeup wakeup,
            RandomGenerator random,
            TaskListener listener) {
        this.listener = listener;
        this.self = self;
        this.link = link;
        this.recent = recent;
        this.wakeup = wakeup;
        this.random = random;
    }

    /** The part is durable: the task is done, unless it was given to another. */
    void complete(Assignment assignment, ShardSummary summary, Path part, Duration duration) {
        SharedWorkQueues queues = assignment.membership().queues();
        Optional<CompleteOutcome> outcome = untilAnswered(
                assignment,
                () -> queues.complete(
                        assignment.taken().task().id(), assignment.taken().token(), self));
        if (outcome.isEmpty()) {
            // It may be recorded all the same, so the part stays; the merge takes only parts that count.
            LOG.warn("whether {} is recorded is not known; its lease is over", assignment);
        } else if (outcome.get() == CompleteOutcome.FENCED && recent.mayTellAgain(assignment)) {
            LOG.info("{} was done, forgotten by the broker and given to another worker; this result stays", assignment);
        } else if (outcome.get() == CompleteOutcome.FENCED) {
            LOG.info("{} was given to another worker meanwhile; this result is deleted", assignment);
            delete(part);
            listener.superseded();
        } else {
            recent.recorded(assignment);
            listener.done(assignment.taken().task().sequences(), summary.chunks(), duration);
            LOG.debug("{} is done ({})", assignment, outcome.get());
        }
    }

    /** The task goes back to the queue. */
    void fail(Assignment assignment, String cause, FailKind kind) {
        listener.failed(kind == FailKind.RELEASE ? Failure.GIVEN_BACK : Failure.FAILED);
        toBroker(assignment, cause, kind);
    }

    /** The task goes back to the queue, since memory ran out. */
    void failOutOfMemory(Assignment assignment, String cause) {
        listener.failed(Failure.OUT_OF_MEMORY);
        toBroker(assignment, cause, FailKind.BURN);
    }

    private void toBroker(Assignment assignment, String cause, FailKind kind) {
        SharedWorkQueues queues = assignment.membership().queues();
        Optional<FailOutcome> outcome = untilAnswered(
                assignment,
                () -> queues.fail(
                        assignment.taken().task().id(), assignment.taken().token(), cause, kind));
        LOG.info(
                "{} {}: {}",
                assignment,
                outcome.map(FailOutcome::name).orElse("was not given back and waits for the end of its lease"),
                cause);
    }

    private <T> Optional<T> untilAnswered(Assignment assignment, Supplier<T> call) {
        Backoff backoff = new Backoff(random);
        while (true) {
            try {
                T answer = call.get();
                link.answered();
                return Optional.of(answer);
            } catch (BrokerException silence) {
                link.silent(silence);
                if (assignment.lease().isRequested()) {
                    return Optional.empty();
                }
                wakeup.await(backoff.next());
            }
        }
    }

    private static void delete(Path part) {
        try {
            PartFolder.delete(part);
        } catch (IOException failure) {
            LOG.warn("a result that does not count stays behind: {}", failure.toString());
        }
    }
}
