package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.steal.ProjectedFinish;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * Turns views of the queues and their events into measures; the one place where they are computed. Pure: the time is that of
 * the views. Confined to the poll loop.
 */
final class RunMonitor {

    private RunPlan plan;
    private final StealSettings stealing;
    private final TaskLedger tasks;
    private final FileProgress files;
    private final StallDetector stalls;
    private final RemainingTimeEstimator remaining;
    private final MeasuredSpeeds speeds = new MeasuredSpeeds();
    private final Map<WorkerId, Long> stolenOut = new HashMap<>();
    private final Map<WorkerId, WorkerMeasures.Idle> idle = new HashMap<>();
    private final Map<String, Long> idleReports = new TreeMap<>();
    private Set<WorkerId> stalled = Set.of();
    private long restoredSequences;

    /**
     * @param stallAfter time without a finished task after which a worker with queued tasks counts as stalled
     */
    RunMonitor(RunPlan plan, StealSettings stealing, Duration stallAfter) {
        this.plan = plan;
        this.stealing = stealing;
        this.tasks = new TaskLedger(plan);
        this.files = new FileProgress(plan);
        this.stalls = new StallDetector(stallAfter);
        this.remaining = new RemainingTimeEstimator(stealing.enabled());
    }

    /** Tasks were split: what took their place is at the end of the plan. */
    void planExtended(RunPlan extended) {
        plan = extended;
        tasks.planExtended(extended);
        files.planExtended(extended);
    }

    /** Takes in one look. Each event is given once, in order. */
    PollSample observe(QueueView view, List<QueueEvent> events) {
        view.queues().forEach(speeds::declared);
        events.forEach(this::record);
        Set<WorkerId> before = stalled;
        stalled = stalls.stalled(view);
        Set<WorkerId> newlyStalled = new HashSet<>(stalled);
        newlyStalled.removeAll(before);
        Map<WorkerId, QueueView.Lease> running = new HashMap<>();
        tasks.running(view).forEach(lease -> running.put(lease.worker(), lease));
        Map<WorkerId, WorkerMeasures> workers = new HashMap<>();
        view.queues()
                .forEach(
                        queue -> workers.put(queue.worker(), measure(view.time(), queue, running.get(queue.worker()))));
        return new PollSample(view, events, measure(view, workers), workers, newlyStalled);
    }

    private void record(QueueEvent event) {
        tasks.record(event);
        switch (event.type()) {
            case DONE -> done(event);
            case SPLIT -> files.taskSplit(event);
            case RESTORE -> {
                files.taskDone(event.task(), event.source());
                restoredSequences += event.sequences();
            }
            case REQUEUE, DEAD -> idle.remove(new WorkerId(event.source()));
            case STEAL -> stolenOut.merge(new WorkerId(event.source()), 1L, Long::sum);
            case IDLE -> {
                idle.put(new WorkerId(event.source()), new WorkerMeasures.Idle(event.reason(), event.since()));
                idleReports.merge(event.reason(), 1L, Long::sum);
            }
            default -> {}
        }
    }

    private void done(QueueEvent event) {
        WorkerId worker = new WorkerId(event.source());
        event.task().ifPresent(task -> {
            long cost = tasks.costMillis(task.index());
            remaining.finished(
                    tasks.input(task.index()), cost, (double) cost / speeds.of(worker), (double) event.elapsedMillis());
            speeds.finished(worker, event, cost);
        });
        files.taskDone(event.task(), event.source());
        idle.remove(worker);
    }

    private WorkerMeasures measure(Instant now, QueueView.Queue queue, QueueView.@Nullable Lease running) {
        WorkerId worker = queue.worker();
        double speed = speeds.of(worker);
        boolean there = queue.membership() == QueueView.Membership.MEMBER;
        Optional<WorkerMeasures.Running> task = Optional.ofNullable(running)
                .map(lease -> new WorkerMeasures.Running(lease.task(), seconds(lease.taken(), now)));
        return new WorkerMeasures(
                queue,
                task,
                speed,
                files.done().getOrDefault(worker, 0L),
                stolenOut.getOrDefault(worker, 0L),
                speeds.sequencesPerSecond(worker, now),
                there
                        ? OptionalDouble.of(
                                ProjectedFinish.of(now, queue, running, speed).remainingMillis() / 1000)
                        : OptionalDouble.empty(),
                stalled.contains(worker),
                task.isEmpty() ? Optional.ofNullable(idle.get(worker)) : Optional.empty());
    }

    private RunMeasures measure(QueueView view, Map<WorkerId, WorkerMeasures> workers) {
        List<WorkerId> there = new ArrayList<>();
        double latest = 0;
        double sum = 0;
        for (WorkerMeasures worker : workers.values()) {
            if (worker.projectedFinishSeconds().isPresent()) {
                double finish = worker.projectedFinishSeconds().getAsDouble();
                there.add(worker.queue().worker());
                latest = Math.max(latest, finish);
                sum += finish;
            }
        }
        double bound = tasks.lowerBoundMillis(there, speeds::of) / 1000;
        RemainingTime rest = remaining(view);
        Instant until = rest instanceof RemainingTime.Over ? tasks.lastEnd() : view.time();
        double elapsed =
                tasks.firstTake(view).map(start -> seconds(start, until)).orElse(0.0);
        return new RunMeasures(
                elapsed,
                plan.inputs().size(),
                files.done().values().stream().mapToLong(Long::longValue).sum(),
                plan.work().frames(),
                view.queues().stream()
                                .mapToLong(queue -> queue.done().sequences())
                                .sum()
                        + restoredSequences,
                sum > 0 ? latest * there.size() / sum : 1,
                bound,
                efficiency(bound, elapsed, rest),
                rest,
                stealing.interval(),
                idleReports);
    }

    private RemainingTime remaining(QueueView view) {
        if (view.counts().isOver()) {
            return new RemainingTime.Over();
        }
        List<RemainingTimeEstimator.Running> running = tasks.running(view).stream()
                .map(lease -> new RemainingTimeEstimator.Running(
                        tasks.input(lease.task().index()),
                        lease.costMillis(),
                        seconds(lease.taken(), view.time()) * 1000,
                        speeds.lasting(lease.worker())))
                .toList();
        Map<WorkerId, QueueView.Lease> leases = new HashMap<>();
        tasks.running(view).forEach(lease -> leases.put(lease.worker(), lease));
        List<RemainingTimeEstimator.Worker> there = view.queues().stream()
                .filter(queue -> queue.membership() == QueueView.Membership.MEMBER)
                .map(queue -> worker(view.time(), queue, leases.get(queue.worker())))
                .toList();
        return remaining.estimate(tasks.queued(view), running, there);
    }

    private RemainingTimeEstimator.Worker worker(
            Instant now, QueueView.Queue queue, QueueView.@Nullable Lease running) {
        double speed = speeds.lasting(queue.worker());
        return new RemainingTimeEstimator.Worker(
                speed,
                ProjectedFinish.of(now, queue, running, speed).remainingMillis(),
                queue.depth() + (running == null ? 0 : 1),
                queue.done().tasks());
    }

    private static OptionalDouble efficiency(double bound, double elapsed, RemainingTime rest) {
        if (rest instanceof RemainingTime.Calculating || bound == 0) {
            return OptionalDouble.empty();
        }
        double more = rest instanceof RemainingTime.Estimated estimated ? estimated.seconds() : 0;
        return OptionalDouble.of(Math.min(1, bound / (elapsed + more)));
    }

    private static double seconds(Instant from, Instant to) {
        return (double) Math.max(0, Duration.between(from, to).toMillis()) / 1000;
    }
}
