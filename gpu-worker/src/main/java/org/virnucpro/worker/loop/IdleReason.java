package org.virnucpro.worker.loop;

import java.util.Optional;
import java.util.TreeSet;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.steal.StealPlan;

/**
 * Why a worker has no task, as people read it. The same reason has the same words, so that reports of it can be counted; a
 * policy's reasons come in its own words.
 */
enum IdleReason {
    ALL_RUNNING("no queue has a task: what is left is running on other workers"),
    ALL_ENDED("all tasks of the run have ended"),
    NOT_QUEUED("the coordinator has not queued the tasks yet"),
    BEFORE_RETRY("what is left has failed and waits for its next attempt"),
    JUST_QUEUED("no task was queued when it looked; one is now"),
    TOO_LARGE("what is left was set aside: it has longer records than this worker can hold (--max-sequence)"),
    STEALING_OFF("its own queue is empty, and work stealing is off in this run"),
    GUARDED(
            "it tried to steal, but the broker found no task that it would finish soon enough, or queues too equal by then"),
    OTHERS_WERE_FIRST("it tried to steal, but others had emptied those queues"),
    PAUSED("the run is paused"),
    NOT_PLANNED("the run is not planned yet"),
    OVER("the run is over"),
    GIVEN_UP("the run had given this worker up; it joins again"),
    BROKER_SILENT("the broker did not answer"),
    SLOW_TAKE("it was taking its next task, which took so long: the broker, the network or this machine was slow"),
    OTHER_RUN("it computes tasks of another run");

    private final String words;

    IdleReason(String words) {
        this.words = words;
    }

    /** The reason as people read it. */
    String words() {
        return words;
    }

    /** Why a look at the queues alone gave nothing, with stealing off. */
    static String withoutStealing(QueueView view, TakeOutcome outcome) {
        boolean others = view.queues().stream().anyMatch(queue -> queue.depth() > 0);
        return others && !onlyTooLarge(view) ? STEALING_OFF.words : nothingQueued(view, outcome);
    }

    /** Why a look that led to this plan gave nothing. */
    static String of(QueueView view, StealPlan plan, TakeOutcome outcome) {
        TreeSet<String> reasons = new TreeSet<>();
        plan.refusals().forEach(refusal -> reasons.add(refusal.reason().words()));
        if (!plan.attempts().isEmpty()) {
            boolean guarded = outcome instanceof TakeOutcome.Empty empty && empty.guarded();
            reasons.add(guarded ? GUARDED.words : OTHERS_WERE_FIRST.words);
        }
        return reasons.isEmpty() ? nothingQueued(view, outcome) : String.join("; ", reasons);
    }

    /** Why a take gave nothing before any queue was looked at; empty when the queues must tell. */
    static Optional<String> of(TakeOutcome outcome) {
        if (outcome instanceof TakeOutcome.NotOpen closed) {
            return Optional.of(of(closed.state()).words);
        }
        return outcome instanceof TakeOutcome.Fenced ? Optional.of(GIVEN_UP.words) : Optional.empty();
    }

    /** Why a run in this state gives out nothing. */
    static IdleReason of(RunState state) {
        return switch (state) {
            case PAUSED -> PAUSED;
            case PLANNING -> NOT_PLANNED;
            case OPEN -> JUST_QUEUED;
            case ABSENT, CANCELLED, FINISHED, FAILED -> OVER;
        };
    }

    private static String nothingQueued(QueueView view, TakeOutcome outcome) {
        RunCounts counts = view.counts();
        if (counts.isOver()) {
            return ALL_ENDED.words;
        }
        if (counts.submitted() < counts.planned()) {
            return NOT_QUEUED.words;
        }
        if (onlyTooLarge(view)) {
            return TOO_LARGE.words;
        }
        if (outcome instanceof TakeOutcome.Empty empty && empty.nextRetry().isPresent()) {
            return BEFORE_RETRY.words;
        }
        return hasQueued(view) ? JUST_QUEUED.words : ALL_RUNNING.words;
    }

    /** A take tries what was set aside before anything else, so this is what it could not hold. */
    private static boolean onlyTooLarge(QueueView view) {
        return view.aside().tasks() > 0
                && view.aside().tasks() == view.retryDepth()
                && view.queues().stream().allMatch(queue -> queue.depth() == 0);
    }

    private static boolean hasQueued(QueueView view) {
        return view.retryDepth() > 0
                || view.queues().stream().mapToLong(QueueView.Queue::depth).sum() > 0;
    }
}
