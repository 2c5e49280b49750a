package org.virnucpro.coordinator.control;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.control.RefusedException.Reason;

/** Holds runs, lets them go on, gives them up, and tries dead tasks again. Needs no coordinator. Thread-safe. */
public final class RunControl {

    private static final Duration RETENTION = Duration.ofDays(7);

    private final ClusterRegistry registry;

    public RunControl(ClusterRegistry registry) {
        this.registry = registry;
    }

    /**
     * A run by its name.
     *
     * @throws RefusedException when the broker does not know it
     */
    public RunSummary find(String name) {
        RunId id;
        try {
            id = new RunId(name);
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(Reason.WRONG, String.valueOf(wrong.getMessage()));
        }
        return registry.run(id)
                .orElseThrow(() -> new RefusedException(Reason.UNKNOWN, "the broker knows no run '" + name + "'"));
    }

    /**
     * Gives out no further task; running ones end. Returns the state afterwards.
     *
     * @throws RefusedException when the run is over or still being planned
     */
    public RunState pause(String name) {
        RunSummary run = live(name);
        RunState state = registry.queues(run.run()).changeState(RunState.PAUSED);
        if (state == RunState.PLANNING) {
            throw new RefusedException(
                    Reason.LATER, "run " + run.run() + " is still being planned; pause it when it has tasks");
        }
        registry.nudge();
        return state;
    }

    /**
     * Ends a pause. Returns the state afterwards.
     *
     * @throws RefusedException when the run is over
     */
    public RunState proceed(String name) {
        RunState state = registry.queues(live(name).run()).changeState(RunState.OPEN);
        registry.nudge();
        return state;
    }

    /**
     * Gives a run up, for good. Returns the state afterwards.
     *
     * @param words what whoever waits for it is told
     * @throws RefusedException when the run is over
     */
    public RunState cancel(String name, String words) {
        RunSummary run = live(name);
        SharedWorkQueues queues = registry.queues(run.run());
        RunState state = queues.changeState(RunState.CANCELLED);
        if (state == RunState.CANCELLED) {
            long tasks = queues.observe().counts().planned();
            queues.cancel(IntStream.range(0, Math.toIntExact(tasks))
                    .mapToObj(TaskId::new)
                    .toList());
            registry.finish(run.run(), RunState.CANCELLED, words, RETENTION);
        }
        registry.nudge();
        return state;
    }

    /** The dead tasks of a run. */
    public List<DeadTask> dead(String name) {
        return registry.queues(find(name).run()).deadTasks();
    }

    /**
     * Some of the dead tasks of a run.
     *
     * @throws RefusedException when one of them is not dead
     */
    public List<DeadTask> dead(String name, Collection<Integer> tasks) {
        List<DeadTask> dead = dead(name);
        Set<Integer> known =
                dead.stream().map(task -> task.task().id().index()).collect(Collectors.toCollection(TreeSet::new));
        for (int task : tasks) {
            if (!known.contains(task)) {
                throw new RefusedException(
                        Reason.WRONG,
                        "task " + task + " of run " + name + " is not dead"
                                + (known.isEmpty() ? "; none is" : "; dead are " + known));
            }
        }
        return dead.stream()
                .filter(task -> tasks.contains(task.task().id().index()))
                .toList();
    }

    /**
     * Gives dead tasks all their attempts back. Returns how many are queued again.
     *
     * @throws RefusedException when the run takes none any more
     */
    public int retry(String name, List<DeadTask> dead) {
        RunSummary run = find(name);
        if (dead.isEmpty()) {
            return 0;
        }
        RetryOutcome outcome = registry.queues(run.run()).retry(dead);
        if (outcome instanceof RetryOutcome.Queued queued) {
            registry.nudge();
            return queued.tasks();
        }
        if (outcome instanceof RetryOutcome.Closed closed) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "run " + name + " is " + word(closed.state())
                            + ", so nothing of it can be tried again here; predict its failed records anew"
                            + " ('virnucpro predict --resume' with the same output folder)");
        }
        throw new RefusedException(
                Reason.LATER,
                "all tasks of run " + name
                        + " have ended and its results are being merged; when they are there, predict"
                        + " its failed records anew ('virnucpro predict --resume' with the same output folder)");
    }

    /** A state as people and programs read it. */
    public static String word(RunState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private RunSummary live(String name) {
        RunSummary run = find(name);
        if (run.state().isFinal()) {
            throw new RefusedException(
                    Reason.CONFLICT, "run " + name + " is " + word(run.state()) + " already; it stays so");
        }
        return run;
    }
}
