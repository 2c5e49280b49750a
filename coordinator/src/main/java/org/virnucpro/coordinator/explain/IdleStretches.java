package org.virnucpro.coordinator.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * Finds the idle stretches of all workers: the time of a membership without the time of its tasks. A worker that could not
 * join and said why counts from what it said.
 */
public final class IdleStretches {

    /** A worker's clock counts from when the answer arrived, in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(5);

    private record Span(Instant start, Instant end) {}

    private static final class Timeline {
        private final List<Span> present = new ArrayList<>();
        private final List<Span> busy = new ArrayList<>();
        private final List<IdleStretch.Cause> causes = new ArrayList<>();
        private Instant joined = Instant.MAX;

        private void join(Instant at) {
            if (joined.equals(Instant.MAX)) {
                joined = at;
            }
        }

        private void leave(Instant at) {
            if (joined.isBefore(at)) {
                present.add(new Span(joined, at));
            }
            joined = Instant.MAX;
        }

        private void finish(Instant end) {
            if (present.isEmpty() && joined.equals(Instant.MAX) && !causes.isEmpty()) {
                joined = causes.get(0).since();
            }
            leave(end);
        }
    }

    private IdleStretches() {}

    /**
     * All idle stretches, by worker and time.
     *
     * @param events of the run, in order
     * @param running tasks that run at the end
     * @param end up to when: now, or when the last task ended
     */
    public static List<IdleStretch> of(List<QueueEvent> events, List<QueueView.Lease> running, Instant end) {
        Map<WorkerId, Timeline> timelines = new TreeMap<>();
        for (QueueEvent event : events) {
            switch (event.type()) {
                case JOIN -> timeline(timelines, event).join(event.time());
                case LEAVE, LOST -> timeline(timelines, event).leave(earlier(event.time(), end));
                case DONE, REQUEUE, DEAD -> timeline(timelines, event).busy.add(new Span(event.since(), event.time()));
                case IDLE ->
                    timeline(timelines, event).causes.add(new IdleStretch.Cause(event.since(), event.reason()));
                default -> {}
            }
        }
        for (QueueView.Lease lease : running) {
            timelines
                    .computeIfAbsent(lease.worker(), worker -> new Timeline())
                    .busy
                    .add(new Span(lease.taken(), end));
        }
        List<IdleStretch> stretches = new ArrayList<>();
        timelines.forEach((worker, timeline) -> {
            timeline.finish(end);
            timeline.present.forEach(span -> gaps(span, timeline.busy)
                    .forEach(gap -> stretches.add(
                            new IdleStretch(worker, gap.start(), gap.end(), causes(gap, timeline.causes)))));
        });
        return stretches;
    }

    private static Timeline timeline(Map<WorkerId, Timeline> timelines, QueueEvent event) {
        return timelines.computeIfAbsent(new WorkerId(event.source()), worker -> new Timeline());
    }

    private static List<Span> gaps(Span present, List<Span> busy) {
        List<Span> gaps = new ArrayList<>();
        Instant free = present.start();
        for (Span task : busy.stream().sorted(Comparator.comparing(Span::start)).toList()) {
            if (task.end().isBefore(present.start()) || !task.start().isBefore(present.end())) {
                continue;
            }
            if (free.isBefore(task.start())) {
                gaps.add(new Span(free, task.start()));
            }
            free = task.end().isAfter(free) ? task.end() : free;
        }
        if (free.isBefore(present.end())) {
            gaps.add(new Span(free, present.end()));
        }
        return gaps;
    }

    private static List<IdleStretch.Cause> causes(Span gap, List<IdleStretch.Cause> all) {
        List<IdleStretch.Cause> causes = new ArrayList<>();
        all.stream()
                .filter(cause -> !cause.since().plus(ROUNDING).isBefore(gap.start())
                        && cause.since().isBefore(gap.end()))
                .sorted(Comparator.comparing(IdleStretch.Cause::since))
                .forEach(cause ->
                        causes.add(causes.isEmpty() ? new IdleStretch.Cause(gap.start(), cause.reason()) : cause));
        return causes;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
