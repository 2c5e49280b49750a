package org.virnucpro.coordinator.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.steal.StealPolicy;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.simulate.ScheduleResult.Execution;
import org.virnucpro.coordinator.simulate.SimulatedQueues.Taken;
import org.virnucpro.coordinator.simulate.SimulatedThief.Try;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Departure;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Stay;

/**
 * One simulated run: places the tasks, then lets the workers take, compute and steal under a virtual clock until all tasks
 * are done. Equal scenarios give equal results. Used once, by one thread.
 */
public final class Simulation {

    private enum Kind {
        JOIN,
        FINISH,
        GONE,
        TRY,
        STEAL
    }

    private record Event(double millis, long order, Kind kind, int worker) {}

    private final Scenario scenario;
    private final SimulatedQueues queues;
    private final List<SimulatedThief> thieves = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::millis).thenComparingLong(Event::order));
    private final List<Integer> parked = new ArrayList<>();
    private final Map<Integer, Execution> running = new HashMap<>();
    private final Map<Integer, Try> decided = new HashMap<>();
    private final @Nullable Stay[] stays;
    private final List<Execution> executions = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final SplittableRandom jitter;
    private long scheduled;

    private Simulation(Scenario scenario, UnaryOperator<StealPolicy> changed) {
        this.scenario = scenario;
        List<SimulatedWorker> workers = scenario.workers();
        long[] predicted = scenario.tasks().stream()
                .mapToLong(SimulatedTask::predictedMillis)
                .toArray();
        queues = new SimulatedQueues(
                predicted,
                workers.stream().map(SimulatedWorker::name).toList(),
                workers.stream().mapToDouble(SimulatedWorker::weight).toArray());
        stays = new Stay[workers.size()];
        jitter = new SplittableRandom(scenario.seed());
        workers.forEach(worker ->
                thieves.add(new SimulatedThief(worker.name(), scenario.stealing(), changed, jitter.split(), refusals)));
        scenario.placed().forEach(placed -> queues.submit(placed.task(), placed.home()));
    }

    /**
     * Runs a scenario.
     *
     * @throws IllegalArgumentException when the last worker is gone before the end
     */
    public static ScheduleResult run(Scenario scenario) {
        return run(scenario, UnaryOperator.identity());
    }

    /** The same with policies that were changed, to see what a rule of theirs is for. */
    static ScheduleResult run(Scenario scenario, UnaryOperator<StealPolicy> changed) {
        return new Simulation(scenario, changed).run();
    }

    private ScheduleResult run() {
        for (int worker = 0; worker < thieves.size(); worker++) {
            for (Stay stay : scenario.workers().get(worker).stays()) {
                at(stay.fromMillis(), Kind.JOIN, worker);
                if (stay.departure().isPresent()) {
                    at(stay.departure().get().noticedMillis(), Kind.GONE, worker);
                }
            }
        }
        while (queues.finished() < scenario.tasks().size()) {
            Event event = events.poll();
            if (event == null) {
                throw new IllegalArgumentException(
                        "no worker is left, and " + queues.pending() + " tasks are still queued");
            }
            handle(event);
        }
        return new ScheduleResult(
                executions.stream().mapToDouble(Execution::endMillis).max().orElse(0),
                scenario.lowerBoundMillis(),
                queues.steals(),
                refusals.tries(),
                refusals.byReason(),
                executions);
    }

    private void handle(Event event) {
        int worker = event.worker();
        double now = event.millis();
        switch (event.kind()) {
            case JOIN -> join(worker, now);
            case FINISH -> {
                queues.complete(worker, now);
                Execution execution = Objects.requireNonNull(running.remove(worker));
                executions.add(execution);
                long pause = scenario.tasks().get(execution.task().index()).pauseMillis();
                double ready = now + millis(scenario.delays().perTask()) + (double) pause;
                if (ready > now) {
                    at(ready, Kind.TRY, worker);
                } else {
                    tryToTake(worker, now);
                }
            }
            case GONE -> depart(worker, now);
            case TRY -> tryToTake(worker, now);
            case STEAL -> tryToSteal(worker, now);
        }
    }

    private void join(int worker, double now) {
        List<Stay> all = scenario.workers().get(worker).stays();
        Stay before = stays[worker];
        stays[worker] = before == null ? all.get(0) : all.get(all.indexOf(before) + 1);
        queues.join(worker);
        tryToTake(worker, now);
    }

    private void depart(int worker, double now) {
        Optional<Departure> departure = departure(worker);
        if (departure.isEmpty() || departure.get().noticedMillis() > now) {
            return; // it was back before its last task was finished
        }
        Execution last = running.get(worker);
        if (last != null && departure.get().orderly() && last.endMillis() >= now) {
            at(last.endMillis(), Kind.GONE, worker); // behind its end, which was scheduled before
            return;
        }
        queues.declareLost(worker);
        running.remove(worker);
        List<Integer> woken = List.copyOf(parked);
        parked.clear();
        woken.forEach(idle -> at(now, Kind.TRY, idle));
    }

    private void tryToTake(int worker, double now) {
        if (isBusyOrGone(worker, now)) {
            return;
        }
        Optional<Taken> taken = thieves.get(worker).takeOwn(queues, now);
        if (taken.isPresent()) {
            start(worker, taken.get(), now);
        } else if (queues.pending() == 0) {
            parked.add(worker);
        } else {
            decided.put(worker, thieves.get(worker).look(queues, now));
            double ready = now + millis(scenario.delays().perLook());
            if (ready > now) {
                at(ready, Kind.STEAL, worker);
            } else {
                tryToSteal(worker, now);
            }
        }
    }

    private void tryToSteal(int worker, double now) {
        Try next = decided.remove(worker);
        if (next == null || isBusyOrGone(worker, now)) {
            return;
        }
        Optional<Taken> taken = thieves.get(worker).take(next, queues, now);
        if (taken.isPresent()) {
            start(worker, taken.get(), now);
        } else if (queues.pending() == 0 || !scenario.stealing().enabled()) {
            parked.add(worker); // only a worker that goes brings new work
        } else {
            double interval = millis(scenario.stealing().interval());
            at(now + interval * jitter.nextDouble(0.75, 1.25), Kind.TRY, worker);
        }
    }

    private void start(int worker, Taken taken, double now) {
        SimulatedWorker behaviour = scenario.workers().get(worker);
        double start = now
                + (taken.origin() == Origin.STOLEN ? millis(scenario.delays().perSteal()) : 0);
        double work = (double) scenario.tasks().get(taken.task()).trueMillis();
        double end = behaviour.finish(start, work);
        running.put(worker, new Execution(new TaskId(taken.task()), behaviour.name(), start, end));
        Optional<Departure> departure = departure(worker);
        if (departure.isEmpty()
                || departure.get().orderly()
                || end <= departure.get().atMillis()) {
            at(end, Kind.FINISH, worker);
        }
    }

    /** A worker that came back may have a try left from before. */
    private boolean isBusyOrGone(int worker, double now) {
        return running.containsKey(worker)
                || departure(worker).filter(gone -> gone.atMillis() <= now).isPresent();
    }

    private Optional<Departure> departure(int worker) {
        Stay stay = stays[worker];
        return stay == null ? Optional.empty() : stay.departure();
    }

    private static double millis(Duration duration) {
        return (double) duration.toNanos() / 1e6;
    }

    private void at(double millis, Kind kind, int worker) {
        events.add(new Event(millis, scheduled++, kind, worker));
    }
}
