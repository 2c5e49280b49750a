package org.virnucpro.coordinator.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.virnucpro.coordinator.plan.CostModel;

/**
 * Learns the costs on one kind of device while a run goes on. How the terms compare is fitted to a long window of tasks; the
 * level, which a throttled card or a busy machine changes within minutes, is the median of a short one. Each prediction is
 * tested against the task that it was made for, before that task is learned from. Confined to one thread.
 */
final class DeviceLearning {

    /** So many tasks make a fit that is worth using and testing. */
    static final int LEARNING_TASKS = 10;

    private static final int WINDOW = 200;

    private static final int LEVEL_WINDOW = 10;

    /** After the first tasks, not every single one makes a difference. */
    private static final int REFIT_EVERY = 10;

    private final DeviceKind device;
    private final CostModel prior;
    private final long earlierTasks;
    private final Deque<TaskTime> window = new ArrayDeque<>();
    private final List<Double> errors = new ArrayList<>();
    private CostModel shape;
    private CostModel model;
    private long tasks;

    /**
     * @param prior what was known before; its scale does not matter
     * @param earlierTasks how many tasks it was fitted to; 0: it is of another device
     */
    DeviceLearning(DeviceKind device, CostModel prior, long earlierTasks) {
        this.device = device;
        this.prior = prior;
        this.earlierTasks = earlierTasks;
        this.shape = prior;
        this.model = prior;
    }

    /** Takes in a task that has just been done. */
    void learn(TaskTime task) {
        if (tasks >= LEARNING_TASKS) {
            errors.add(Math.abs(model.seconds(task.work()) - task.seconds()) / task.seconds());
        }
        window.addLast(task);
        if (window.size() > WINDOW) {
            window.removeFirst();
        }
        tasks++;
        if (tasks <= WINDOW / 4 || tasks % REFIT_EVERY == 0) {
            shape = CostFit.fit(
                    List.copyOf(window),
                    prior,
                    earlierTasks > 0 ? CostFit.SHARE_ERROR_OF_FITTED : CostFit.SHARE_ERROR_OF_PUBLISHED);
        }
        model = shape.times(CostFit.scale(latest(), shape));
    }

    private List<TaskTime> latest() {
        return window.stream().skip(Math.max(0, window.size() - LEVEL_WINDOW)).toList();
    }

    /**
     * What a later run should know, at the level of the whole window: the last tasks of a run are its smallest, and their level
     * is no good guess for large ones. Empty before the first {@link #LEARNING_TASKS} tasks.
     */
    Optional<DeviceCosts> costs() {
        return tasks < LEARNING_TASKS
                ? Optional.empty()
                : Optional.of(new DeviceCosts(device, shape, earlierTasks + tasks, p90(), errors.size()));
    }

    /** What the next tasks should cost, in seconds; empty before the first {@link #LEARNING_TASKS} tasks. */
    Optional<CostModel> now() {
        return tasks < LEARNING_TASKS ? Optional.empty() : Optional.of(model);
    }

    /** What is known now if that has just doubled: at 10, 20, 40 ... tasks. */
    Optional<DeviceCosts> milestone() {
        return tasks % LEARNING_TASKS == 0 && Long.bitCount(tasks / LEARNING_TASKS) == 1 ? costs() : Optional.empty();
    }

    private OptionalDouble p90() {
        List<Double> sorted = new ArrayList<>(errors);
        sorted.sort(null);
        return sorted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted.get((int) Math.ceil(0.9 * sorted.size()) - 1));
    }
}
