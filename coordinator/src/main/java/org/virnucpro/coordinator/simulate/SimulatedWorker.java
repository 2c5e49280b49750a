package org.virnucpro.coordinator.simulate;

import java.util.List;
import java.util.Optional;
import org.virnucpro.common.task.WorkerId;

/**
 * A worker of a simulated run. All times are milliseconds since its start.
 *
 * @param name its name
 * @param speed how fast it really is, 1 for the reference
 * @param weight how fast it says it is
 * @param stays when it is there, in order and without overlap; none for a worker that is planned for and never comes. Only
 *     workers that are there at 0 get a queue from a plan
 * @param drop when and how it slows down; empty: never
 */
public record SimulatedWorker(WorkerId name, double speed, double weight, List<Stay> stays, Optional<Drop> drop) {

    /**
     * From a join to the end of the membership.
     *
     * @param fromMillis when it joins
     * @param departure how it goes; empty: it stays to the end
     */
    public record Stay(double fromMillis, Optional<Departure> departure) {

        /** There from the beginning to the end. */
        public static final Stay ALWAYS = new Stay(0, Optional.empty());

        public Stay {
            if (!(fromMillis >= 0)
                    || departure.filter(gone -> gone.atMillis() < fromMillis).isPresent()) {
                throw new IllegalArgumentException(
                        "a worker that joins at " + fromMillis + " ms must go after that: " + departure);
            }
        }
    }

    /**
     * How a worker goes.
     *
     * @param atMillis from when on it takes nothing
     * @param noticedMillis when its queue, and what it held, are given to others
     * @param orderly whether it finishes the task that it runs at {@code atMillis}; else that task is done anew
     */
    public record Departure(double atMillis, double noticedMillis, boolean orderly) {
        public Departure {
            if (!(atMillis >= 0) || !(noticedMillis >= atMillis)) {
                throw new IllegalArgumentException(
                        "a worker that goes at " + atMillis + " ms, noticed at " + noticedMillis + " ms");
            }
        }
    }

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
        stays = List.copyOf(stays);
        for (int stay = 1; stay < stays.size(); stay++) {
            double joined = stays.get(stay).fromMillis();
            if (stays.get(stay - 1)
                    .departure()
                    .filter(gone -> gone.noticedMillis() <= joined)
                    .isEmpty()) {
                throw new IllegalArgumentException(
                        "worker " + name + " joins at " + joined + " ms and has not gone before");
            }
        }
    }

    /** A worker that is there from the beginning to the end and keeps its speed. */
    public static SimulatedWorker steady(String name, double speed, double weight) {
        return new SimulatedWorker(new WorkerId(name), speed, weight, List.of(Stay.ALWAYS), Optional.empty());
    }

    /** Whether it is there when the run begins. */
    boolean startsTheRun() {
        return !stays.isEmpty() && stays.get(0).fromMillis() == 0;
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
