package org.virnucpro.coordinator.simulate;

/**
 * A task of a simulated run.
 *
 * @param trueMillis how long it takes on the reference
 * @param predictedMillis how long the cost model believes it takes
 */
public record SimulatedTask(long trueMillis, long predictedMillis) {
    public SimulatedTask {
        if (trueMillis < 0 || predictedMillis < 0) {
            throw new IllegalArgumentException("a task of " + trueMillis + " ms, predicted " + predictedMillis);
        }
    }

    /** A task whose cost is known. */
    public static SimulatedTask known(long millis) {
        return new SimulatedTask(millis, millis);
    }
}
