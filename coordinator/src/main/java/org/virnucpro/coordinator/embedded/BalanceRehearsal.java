package org.virnucpro.coordinator.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.ScheduleResult.Execution;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

/**
 * Runs a scenario with real worker processes and a real broker instead of simulating it: every worker waits as long as its
 * tasks would take. Workers join together at the beginning; joins, losses and drops of the scenario are not played. Not
 * reusable.
 */
public final class BalanceRehearsal implements LocalWorkers.Listener {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 200;
    private static final int PAGE = 1000;
    private static final int WARM_UP_ROUNDS = 30;
    private static final long WARM_UP_MILLIS = 15;

    private final ClusterRegistry registry;
    private final RunSpec spec;
    private final RunSpec warmUp;
    private final Scenario scenario;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** Hears what happened when all tasks are done. */
    @FunctionalInterface
    public interface Recorder {
        void record(List<Task> tasks, List<QueueEvent> events, QueueView last);
    }

    /**
     * @param spec has one input, which may be empty; the folder of its parts exists
     * @param warmUp the same for a run that is not measured
     */
    public BalanceRehearsal(ClusterRegistry registry, RunSpec spec, RunSpec warmUp, Scenario scenario) {
        this.registry = registry;
        this.spec = spec;
        this.warmUp = warmUp;
        this.scenario = scenario;
    }

    /**
     * Starts the workers, runs all tasks, stops the workers.
     *
     * @param commandLines how each worker is started: it declares the weight and has the speed of the scenario
     * @param recorder hears what happened
     * @throws RunFailedException when a worker ends early or a task fails for good
     */
    public ScheduleResult run(Function<SimulatedWorker, WorkerCommandLine> commandLines, Recorder recorder)
            throws InterruptedException {
        List<LocalWorkers> processes = new ArrayList<>();
        try {
            for (SimulatedWorker worker : scenario.workers()) {
                LocalWorkers process = new LocalWorkers(commandLines.apply(worker), this, (name, line) -> {});
                processes.add(process);
                process.start(List.of(worker.name()));
            }
            await(
                    START,
                    () -> registry.workers(FRESH).size() == scenario.workers().size());
            warmUp();
            return compute(recorder);
        } finally {
            processes.forEach(LocalWorkers::close);
        }
    }

    @Override
    public Restarts.Standing lost(WorkerId worker) {
        fail("worker " + worker + " ended before the run was over");
        return Restarts.Standing.NEVER_JOINED;
    }

    @Override
    public void allGone(String reason, int exitCode) {
        fail(reason);
    }

    /** A run of small tasks, some of them to be stolen, so that what is measured is no JVM that loads its classes. */
    private void warmUp() throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        WorkerId first = scenario.workers().get(0).name();
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (SimulatedWorker worker : scenario.workers()) {
                tasks.add(task(tasks.size(), 1, worker.name()));
                tasks.add(task(tasks.size(), WARM_UP_MILLIS, first));
            }
        }
        SharedWorkQueues queues = start(warmUp, tasks);
        await(START, () -> queues.observe().counts().isOver());
        registry.finish(warmUp.run(), RunState.FINISHED, "", RETENTION);
    }

    /** Gives the tasks out when all workers are there, so that all begin together. */
    private SharedWorkQueues start(RunSpec run, List<Task> tasks) throws InterruptedException {
        registry.submit(run, 0);
        SharedWorkQueues queues = registry.queues(run.run());
        queues.open(RunSettings.of(tasks.size()));
        registry.nudge();
        await(START, () -> queues.members().size() == scenario.workers().size());
        queues.submit(tasks);
        registry.nudge();
        return queues;
    }

    private ScheduleResult compute(Recorder recorder) throws InterruptedException {
        List<Task> tasks = scenario.placed().stream().map(this::task).toList();
        SharedWorkQueues queues = start(spec, tasks);
        double longest = scenario.tasks().stream()
                .mapToDouble(task -> (double) task.trueMillis())
                .sum();
        double slowest = scenario.workers().stream()
                .mapToDouble(SimulatedWorker::speed)
                .min()
                .orElse(1);
        await(
                START.plusMillis((long) (longest / slowest)),
                () -> queues.observe().counts().isOver());
        QueueView view = queues.observe();
        List<QueueEvent> events = events(queues);
        recorder.record(tasks, events, view);
        ScheduleResult result = result(view, events);
        registry.finish(spec.run(), RunState.FINISHED, "", RETENTION);
        if (view.counts().done() != scenario.tasks().size()) {
            throw new RunFailedException(ExitCodes.INTERNAL, view.counts().dead() + " tasks failed for good");
        }
        return result;
    }

    private Task task(Scenario.Placed placed) {
        long millis = scenario.tasks().get(placed.task()).trueMillis();
        return task(placed.task(), millis, placed.home());
    }

    private static Task task(int id, long millis, WorkerId home) {
        return new Task(new TaskId(id), 1, millis, home, new Shard(0, 0, 0, 1, 0, 0));
    }

    private ScheduleResult result(QueueView view, List<QueueEvent> events) {
        List<QueueEvent> done = events.stream()
                .filter(event -> event.type() == QueueEvent.Type.DONE)
                .toList();
        Instant start = done.stream()
                .map(event -> event.time().minusMillis(event.elapsedMillis()))
                .min(Instant::compareTo)
                .orElse(view.time());
        List<Execution> executions = new ArrayList<>();
        for (QueueEvent event : done) {
            double end = (double) Duration.between(start, event.time()).toMillis();
            executions.add(new Execution(
                    event.task().orElseThrow(),
                    new WorkerId(event.source()),
                    end - (double) event.elapsedMillis(),
                    end));
        }
        return new ScheduleResult(
                executions.stream().mapToDouble(Execution::endMillis).max().orElse(0),
                scenario.lowerBoundMillis(),
                view.counts().steals(),
                view.queues().stream()
                        .mapToLong(queue -> queue.done().refused())
                        .sum(),
                Map.of(),
                executions);
    }

    private static List<QueueEvent> events(SharedWorkQueues queues) {
        List<QueueEvent> all = new ArrayList<>();
        List<QueueEvent> page;
        do {
            page = queues.events(all.isEmpty() ? "" : all.get(all.size() - 1).id(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private void await(Duration most, BooleanSupplier condition) throws InterruptedException {
        for (long left = most.toMillis(); !condition.getAsBoolean(); left -= LOOK_MILLIS) {
            if (left <= 0) {
                throw new RunFailedException(ExitCodes.UNAVAILABLE, "the workers did not get there within " + most);
            }
            if (failed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new RunFailedException(ExitCodes.UNAVAILABLE, String.valueOf(failure.get()));
            }
        }
    }

    private void fail(String reason) {
        failure.compareAndSet(null, reason);
        failed.countDown();
    }
}
