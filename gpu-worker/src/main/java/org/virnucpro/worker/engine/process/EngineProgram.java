package org.virnucpro.worker.engine.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The program that embeds, and how long it may take.
 *
 * @param command program and arguments; relative paths are those of this process
 * @param gpu UUID of the one GPU that it shall see, or null for all that this process sees
 * @param startLimit how long it may take to load its models
 * @param answerLimit how long it may take to embed one batch
 */
public record EngineProgram(List<String> command, @Nullable String gpu, Duration startLimit, Duration answerLimit) {

    /** The version of docs/engine-protocol.md that this program speaks. */
    public static final int PROTOCOL = 1;

    /** What is not the program's business. */
    private static final String SECRET = "VIRNUCPRO_REDIS_PASSWORD";

    public EngineProgram {
        command = List.copyOf(command);
        if (!isPositive(startLimit) || !isPositive(answerLimit)) {
            throw new IllegalArgumentException("time limits of an engine must be above 0");
        }
    }

    private static boolean isPositive(Duration limit) {
        return limit.compareTo(Duration.ZERO) > 0;
    }

    ProcessBuilder build() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove(SECRET);
        builder.environment().putAll(environment());
        return builder;
    }

    /** Variables that the program gets besides those of this process. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("VIRNUCPRO_ENGINE_PROTOCOL", Integer.toString(PROTOCOL));
        if (gpu != null) {
            variables.put("CUDA_VISIBLE_DEVICES", gpu);
        }
        return variables;
    }
}
