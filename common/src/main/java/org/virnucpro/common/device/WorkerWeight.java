package org.virnucpro.common.device;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weight that a worker declares, and why.
 *
 * @param value relative speed, 1 for a GeForce RTX 3090
 * @param reason in words, for the log
 * @param warning what its operator should know; empty: nothing
 */
public record WorkerWeight(double value, String reason, Optional<String> warning) {

    /** Engines that do not compute on a graphics card. */
    private static final Set<String> WITHOUT_GPU = Set.of("cpu", "synthetic");

    /**
     * Chooses.
     *
     * @param given what the operator said for this worker; null: nothing
     * @param weighted false: all devices weigh 1
     * @param engine kind of engine
     * @param device its device by the name that the driver says
     * @throws IllegalArgumentException when the given weight is not a number above 0
     */
    public static WorkerWeight choose(
            @Nullable Double given, boolean weighted, String engine, String device, GpuWeights table) {
        if (given != null) {
            if (!(given > 0) || Double.isInfinite(given)) {
                throw new IllegalArgumentException("--weight must be a number above 0, not " + given);
            }
            return new WorkerWeight(given, "given with --weight", Optional.empty());
        }
        if (!weighted) {
            return new WorkerWeight(1, "weights are switched off", Optional.empty());
        }
        if (WITHOUT_GPU.contains(engine)) {
            return new WorkerWeight(1, "engine " + engine + " uses no graphics card", Optional.empty());
        }
        return table.of(device)
                .map(known -> new WorkerWeight(known, "the table's weight of " + device, Optional.empty()))
                .orElseGet(() -> new WorkerWeight(
                        GpuWeights.UNKNOWN,
                        device + " is not in the table",
                        Optional.of("no weight is known for '" + device + "': it counts as " + GpuWeights.UNKNOWN
                                + " until its tasks show its speed; --gpu-weight '" + device + "=W' sets one"
                                + " (GeForce RTX 3090 = 1)")));
    }
}
