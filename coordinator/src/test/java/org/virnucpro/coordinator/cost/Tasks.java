package org.virnucpro.coordinator.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;

/** Draws tasks as plans cut them, and the times that they take on a device. */
final class Tasks {

    private static final int CHUNK = 500;

    private final RandomGenerator random;

    Tasks(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Shards of one to some hundred frames; frames mostly of full length, the last of a record shorter. */
    Work work() {
        long frames = 1 + (long) Math.exp(random.nextDouble() * Math.log(300));
        long bases = 0;
        long residues = 0;
        long squares = 0;
        for (long frame = 0; frame < frames; frame++) {
            long length = random.nextDouble() < 0.7 ? CHUNK : random.nextLong(60, CHUNK);
            bases += length;
            residues += length / 3;
            squares += (length / 3) * (length / 3);
        }
        return new Work(frames, bases, frames, frames, bases, residues, squares);
    }

    /** With an error of this size that differs from task to task. */
    TaskTime time(CostModel truth, double error) {
        Work work = work();
        return new TaskTime(work, truth.seconds(work) * Math.exp(error * random.nextGaussian()));
    }

    List<TaskTime> times(int count, CostModel truth, double error) {
        List<TaskTime> times = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            times.add(time(truth, error));
        }
        return times;
    }
}
