package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.time.Ticker;

/**
 * What this worker has reported as done lately. A broker that has started anew may have lost its last seconds, so it is told
 * again; what it knows already it answers with DUPLICATE. A task whose completion is lost for good would only be computed
 * again, by somebody. Thread-safe: guarded by this.
 */
final class RecentCompletions {

    private static final Logger LOG = LoggerFactory.getLogger(RecentCompletions.class);

    /** A server loses at most about two seconds; the rest is for slow disks. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private static final int MOST = 10_000;

    private record Completion(Assignment assignment, long nanos) {}

    private final BrokerServer server;
    private final WorkerId self;
    private final Ticker ticker;
    private final Deque<Completion> completions = new ArrayDeque<>();
    private @Nullable String start;

    RecentCompletions(BrokerServer server, WorkerId self, Ticker ticker) {
        this.server = server;
        this.self = self;
        this.ticker = ticker;
    }

    /** The broker has recorded this task as done. */
    synchronized void recorded(Assignment assignment) {
        if (completions.size() == MOST) {
            completions.removeFirst();
        }
        completions.addLast(new Completion(assignment, ticker.nanos()));
    }

    /**
     * Whether the broker may yet be told that this take of a task is done. Its part must stay then, even when the broker says
     * now that the task is another's: after two losses of power the earlier state can come back, and the completion counts.
     */
    synchronized boolean mayTellAgain(Assignment assignment) {
        return completions.stream().map(Completion::assignment).anyMatch(known -> isSameTake(known, assignment));
    }

    /**
     * Looks whether the broker has started anew, and tells it again what it may have lost. When it falls silent meanwhile, the
     * next call begins again.
     */
    void check() {
        long looked = ticker.nanos();
        String now = server.look().id();
        for (Completion completion : toTellAgain(now)) {
            tellAgain(completion.assignment());
        }
        known(now, looked);
    }

    private synchronized List<Completion> toTellAgain(String now) {
        return start == null || start.equals(now) ? List.of() : List.copyOf(completions);
    }

    /** What was recorded well before a look at the same start of the server is not lost any more. */
    private synchronized void known(String now, long looked) {
        start = now;
        while (!completions.isEmpty() && looked - completions.getFirst().nanos() > KEPT.toNanos()) {
            completions.removeFirst();
        }
    }

    private static boolean isSameTake(Assignment one, Assignment other) {
        return one.taken().token().equals(other.taken().token())
                && one.taken().task().id().equals(other.taken().task().id())
                && one.membership().run().equals(other.membership().run());
    }

    private void tellAgain(Assignment assignment) {
        CompleteOutcome outcome = assignment
                .membership()
                .queues()
                .complete(assignment.taken().task().id(), assignment.taken().token(), self);
        switch (outcome) {
            case RECORDED -> LOG.info("the broker has started anew and had forgotten that {} is done", assignment);
            case DUPLICATE -> LOG.debug("the broker has started anew and knows that {} is done", assignment);
            // The part stays: if the broker has lost the whole run, its next coordinator may still use it.
            case FENCED ->
                LOG.info("the broker has started anew and had forgotten {}, which is computed again", assignment);
        }
    }
}
