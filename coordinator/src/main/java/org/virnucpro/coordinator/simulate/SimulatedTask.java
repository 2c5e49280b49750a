package org.virnucpro.coordinator.simulate;

/**
 * A task of a simulated run.
 *
 * @param trueMillis how long it takes on the reference
 * @param predictedMillis how long the cost model believes it takes
 * @param pauseMillis what passes on any worker between its end and the next take, on top of {@link Scenario.Delays#perTask}
 */
public record SimulatedTask(long trueMillis, long predictedMillis, long pauseMillis) {
    public SimulatedTask {
        if (trueMillis < 0 || predictedMillis < 0 || pauseMillis < 0) {
            throw new IllegalArgumentException(
                    "a task of " + trueMillis + " ms, predicted " + predictedMillis + ", pause " + pauseMillis);
        }
    }

    /** A task without a pause of its own. */
    public SimulatedTask(long trueMillis, long predictedMillis) {
        this(trueMillis, predictedMillis, 0);
    }

    /** A task whose cost is known. */
    public static SimulatedTask known(long millis) {
        return new SimulatedTask(millis, millis);
    }
}
