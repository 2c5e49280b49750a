package org.virnucpro.coordinator.simulate;

import java.util.Optional;
import org.virnucpro.common.task.WorkerId;

/**
 * A worker of a simulated run. All times are milliseconds since its start.
 *
 * @param name its name
 * @param speed how fast it really is, 1 for the reference
 * @param weight how fast it says it is
 * @param joinMillis when it joins; only workers that join at 0 get a queue from the plan
 * @param lostMillis when it vanishes; empty: never
 * @param drop when and how it slows down; empty: never
 */
public record SimulatedWorker(
        WorkerId name,
        double speed,
        double weight,
        double joinMillis,
        Optional<Double> lostMillis,
        Optional<Drop> drop) {

    /**
     * A change of speed.
     *
     * @param atMillis when
     * @param factor what the speed is multiplied with
     */
    public record Drop(double atMillis, double factor) {
        public Drop {
            if (!(factor > 0) || !(atMillis >= 0)) {
                throw new IllegalArgumentException("speed changed by " + factor + " at " + atMillis + " ms");
            }
        }
    }

    public SimulatedWorker {
        if (!(speed > 0) || !(weight > 0) || Double.isInfinite(speed) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("speed " + speed + ", weight " + weight + " of worker " + name);
        }
    }

    /** A worker that is there from the beginning to the end and keeps its speed. */
    public static SimulatedWorker steady(String name, double speed, double weight) {
        return new SimulatedWorker(new WorkerId(name), speed, weight, 0, Optional.empty(), Optional.empty());
    }

    /** When it is done with work of {@code millis} on the reference that it begins at {@code start}. */
    double finish(double start, double millis) {
        if (drop.isEmpty()) {
            return start + millis / speed;
        }
        double change = Math.max(start, drop.get().atMillis());
        double before = (change - start) * speed;
        return before >= millis
                ? start + millis / speed
                : change + (millis - before) / (speed * drop.get().factor());
    }
}
