package org.virnucpro.coordinator.balance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.coordinator.plan.LowerBound;

/**
 * Estimates how long a run goes on, from what its finished tasks teach about the predictions. docs/monitoring.md has the
 * method in words and what it was seen to hold.
 *
 * <p>Likely: with stealing, the lower bound of what is left on the workers that are there, but not less than the longest
 * running task needs; without, the projected finish of the last worker. Interval: every task that ends shows by which factor
 * its time was off from its cost over the speed that its worker had been measured at before. From s, the standard deviation
 * of the logarithm of that factor over the last 100 tasks, drawn towards 0.3 while they are few, comes the factor exp(2 s
 * sqrt(1/n + 1/k)). Shards of one input are off together, so n and k count inputs: the finished ones of the last 100 tasks
 * and those that are left, as (sum c)^2 / sum c^2, but at least 8, since of a single input the rest is like the beginning.
 * What the last task may add comes on top. Confined to the poll loop.
 */
final class RemainingTimeEstimator {

    /** Tasks that must have ended before anything is said. */
    static final int FEWEST_TASKS = 5;

    private static final int REMEMBERED = 100;
    private static final double DEVIATIONS = 2;
    private static final double PRIOR_DEVIATION = 0.3;
    private static final double PRIOR_TASKS = 5;
    private static final double FEWEST_UNITS = 8;
    /** Tasks of unequal cost even out less: as so many times fewer equal ones. */
    private static final double UNEVEN = 2;
    /** The latest of many workers is later than each alone is likely to be: (3 / 2)^2. */
    private static final double LATEST_OF_MANY = 2.25;
    /** A task that is overdue has at least this share of its predicted time left. */
    private static final double OVERDUE_SHARE = 0.02;

    /**
     * A task that has not ended.
     *
     * @param input which file it is a shard of
     * @param costMillis predicted
     */
    record Waiting(int input, long costMillis) {}

    /**
     * A running task.
     *
     * @param elapsedMillis since its take
     * @param speed of its worker
     */
    record Running(int input, long costMillis, double elapsedMillis, double speed) {

        /** Time that it still takes when it takes so many times as long as predicted. */
        private double leftMillis(double times) {
            double predicted = (double) costMillis / speed;
            return Math.max(predicted * times - elapsedMillis, OVERDUE_SHARE * predicted);
        }
    }

    /**
     * A worker that is there.
     *
     * @param finishMillis until it is through with its own queue
     * @param tasksLeft queued and running
     * @param tasksDone completed
     */
    record Worker(double speed, double finishMillis, long tasksLeft, long tasksDone) {}

    private record Misjudged(int input, long costMillis, double logarithm) {}

    private final Deque<Misjudged> misjudged = new ArrayDeque<>();
    private final boolean stealing;

    RemainingTimeEstimator(boolean stealing) {
        this.stealing = stealing;
    }

    /** A task has ended that was predicted to take so long on its worker. */
    void finished(int input, long costMillis, double predictedMillis, double actualMillis) {
        if (predictedMillis > 0 && actualMillis > 0) {
            misjudged.addLast(new Misjudged(input, costMillis, Math.log(actualMillis / predictedMillis)));
            if (misjudged.size() > REMEMBERED) {
                misjudged.removeFirst();
            }
        }
    }

    RemainingTime estimate(List<Waiting> queued, List<Running> running, List<Worker> workers) {
        if (queued.isEmpty() && running.isEmpty()) {
            return new RemainingTime.Over();
        }
        if (workers.isEmpty() || misjudged.size() < FEWEST_TASKS) {
            return new RemainingTime.Calculating();
        }
        return stealing ? shared(queued, running, workers) : separate(running, workers);
    }

    /** Everybody works until nothing is left. */
    private RemainingTime shared(List<Waiting> queued, List<Running> running, List<Worker> workers) {
        long[] left = new long[queued.size() + running.size()];
        Map<Integer, Double> byInput = new HashMap<>();
        int next = 0;
        for (Waiting task : queued) {
            left[next++] = task.costMillis();
            byInput.merge(task.input(), (double) task.costMillis(), Double::sum);
        }
        for (Running task : running) {
            left[next++] = Math.round(task.leftMillis(1) * task.speed());
            byInput.merge(task.input(), task.leftMillis(1) * task.speed(), Double::sum);
        }
        double bound = LowerBound.ofMakespan(
                left, workers.stream().mapToDouble(Worker::speed).toArray());
        Map<Integer, Double> done = new HashMap<>();
        misjudged.forEach(task -> done.merge(task.input(), (double) task.costMillis(), Double::sum));
        double factor = factor(1 / units(done, misjudged.size()) + 1 / units(byInput, left.length));
        double single = factor(1);
        return interval(
                Math.max(bound, longest(running, 1)),
                Math.max(bound / factor, longest(running, 1 / single)),
                Math.max(bound * factor + lastTask(queued, workers), longest(running, single)));
    }

    /** Each worker does what is in its queue; the last one counts. */
    private RemainingTime separate(List<Running> running, List<Worker> workers) {
        double single = factor(1);
        double likely = longest(running, 1);
        double low = longest(running, 1 / single);
        double high = longest(running, single);
        for (Worker worker : workers) {
            double variances = 1.0 / Math.max(1, worker.tasksDone()) + UNEVEN / Math.max(1, worker.tasksLeft());
            likely = Math.max(likely, worker.finishMillis());
            low = Math.max(low, worker.finishMillis() / factor(variances));
            high = Math.max(high, worker.finishMillis() * factor(LATEST_OF_MANY * variances));
        }
        return interval(likely, low, high);
    }

    private static RemainingTime interval(double likely, double low, double high) {
        return new RemainingTime.Estimated(likely / 1000, Math.min(likely, low) / 1000, Math.max(likely, high) / 1000);
    }

    /** When the last of the running tasks ends if all take so many times as long as predicted. */
    private static double longest(List<Running> running, double times) {
        return running.stream()
                .mapToDouble(task -> task.leftMillis(times))
                .max()
                .orElse(0);
    }

    private double factor(double variances) {
        return Math.exp(DEVIATIONS * deviation() * Math.sqrt(variances));
    }

    private double deviation() {
        double squares = misjudged.stream()
                .mapToDouble(task -> task.logarithm() * task.logarithm())
                .sum();
        double prior = PRIOR_TASKS * PRIOR_DEVIATION * PRIOR_DEVIATION;
        return Math.sqrt((squares + prior) / (misjudged.size() + PRIOR_TASKS));
    }

    /** How many equal units would even out as much. */
    private static double units(Map<Integer, Double> costs, int tasks) {
        double sum = costs.values().stream().mapToDouble(cost -> cost).sum();
        double squares =
                costs.values().stream().mapToDouble(cost -> cost * cost).sum();
        double inputs = squares > 0 ? sum * sum / squares : 1;
        return Math.max(inputs, Math.min(FEWEST_UNITS, tasks));
    }

    /** What the last task may add: queues are in falling order of cost, so it is small; an average one is taken. */
    private static double lastTask(List<Waiting> queued, List<Worker> workers) {
        double slowest = workers.stream().mapToDouble(Worker::speed).min().orElse(1);
        return queued.stream().mapToLong(Waiting::costMillis).average().orElse(0) / slowest;
    }
}
