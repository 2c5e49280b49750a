package org.virnucpro.coordinator.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.simulate.ScheduleResult.Execution;

/**
 * One simulated run: places the tasks, then lets the workers take, compute and steal under a virtual clock until all tasks
 * are done. Equal scenarios give equal results. Used once, by one thread.
 */
public final class Simulation {

    private enum Kind {
        JOIN,
        FINISH,
        LOST,
        TRY
    }

    private record Event(double millis, long order, Kind kind, int worker) {}

    private final Scenario scenario;
    private final SimulatedQueues queues;
    private final List<SimulatedThief> thieves = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::millis).thenComparingLong(Event::order));
    private final List<Integer> parked = new ArrayList<>();
    private final Map<Integer, Execution> running = new HashMap<>();
    private final List<Execution> executions = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final SplittableRandom jitter;
    private long scheduled;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        List<SimulatedWorker> workers = scenario.workers();
        long[] predicted = scenario.tasks().stream()
                .mapToLong(SimulatedTask::predictedMillis)
                .toArray();
        queues = new SimulatedQueues(
                predicted,
                workers.stream().map(SimulatedWorker::name).toList(),
                workers.stream().mapToDouble(SimulatedWorker::weight).toArray());
        jitter = new SplittableRandom(scenario.seed());
        workers.forEach(worker ->
                thieves.add(new SimulatedThief(worker.name(), scenario.stealing(), jitter.split(), refusals)));
        scenario.placed().forEach(placed -> queues.submit(placed.task(), placed.home()));
    }

    /**
     * Runs a scenario.
     *
     * @throws IllegalArgumentException when no worker joins at the beginning, or the last one is lost before the end
     */
    public static ScheduleResult run(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    private ScheduleResult run() {
        for (int worker = 0; worker < thieves.size(); worker++) {
            SimulatedWorker behaviour = scenario.workers().get(worker);
            at(behaviour.joinMillis(), Kind.JOIN, worker);
            if (behaviour.lostMillis().isPresent()) {
                double noticed =
                        behaviour.lostMillis().get() + millis(scenario.delays().detection());
                at(noticed, Kind.LOST, worker);
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
        switch (event.kind()) {
            case JOIN -> {
                queues.join(event.worker());
                tryToTake(event.worker(), event.millis());
            }
            case FINISH -> {
                queues.complete(event.worker(), event.millis());
                Execution execution = running.remove(event.worker());
                if (execution != null) {
                    executions.add(execution);
                }
                tryToTake(event.worker(), event.millis());
            }
            case LOST -> {
                queues.declareLost(event.worker());
                running.remove(event.worker());
                List<Integer> woken = List.copyOf(parked);
                parked.clear();
                woken.forEach(worker -> at(event.millis(), Kind.TRY, worker));
            }
            case TRY -> tryToTake(event.worker(), event.millis());
        }
    }

    private void tryToTake(int worker, double now) {
        SimulatedWorker behaviour = scenario.workers().get(worker);
        if (behaviour.lostMillis().isPresent() && behaviour.lostMillis().get() <= now) {
            return;
        }
        Optional<SimulatedQueues.Taken> taken = thieves.get(worker).next(queues, now);
        if (taken.isPresent()) {
            start(worker, behaviour, taken.get(), now);
        } else if (queues.pending() == 0 || !scenario.stealing().enabled()) {
            parked.add(worker); // only the loss of a worker brings new work
        } else {
            double interval = millis(scenario.stealing().interval());
            at(now + interval * jitter.nextDouble(0.75, 1.25), Kind.TRY, worker);
        }
    }

    private void start(int worker, SimulatedWorker behaviour, SimulatedQueues.Taken taken, double now) {
        Scenario.Delays delays = scenario.delays();
        double start =
                now + millis(delays.perTask()) + (taken.origin() == Origin.STOLEN ? millis(delays.perSteal()) : 0);
        double work = (double) scenario.tasks().get(taken.task()).trueMillis();
        double end = behaviour.finish(start, work);
        running.put(worker, new Execution(new TaskId(taken.task()), behaviour.name(), start, end));
        if (behaviour.lostMillis().isEmpty() || end <= behaviour.lostMillis().get()) {
            at(end, Kind.FINISH, worker);
        }
    }

    private static double millis(Duration duration) {
        return (double) duration.toNanos() / 1e6;
    }

    private void at(double millis, Kind kind, int worker) {
        events.add(new Event(millis, scheduled++, kind, worker));
    }
}
