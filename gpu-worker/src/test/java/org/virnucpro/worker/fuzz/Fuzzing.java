package org.virnucpro.worker.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.testkit.Mutation;

/** Gives one reader damaged files. Input {@code i} of a seed is the same bytes in every run. Not thread-safe. */
final class Fuzzing {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int LONGEST_MESSAGE = 4000;

    private final FuzzReader reader;
    private final long seed;
    private final Path file;
    private final Deadline deadline;
    private final Ticker ticker;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long slowestNanos;
    private long slowest;

    /** @param folder for the file of the moment; best in memory */
    Fuzzing(FuzzReader reader, long seed, Path folder, Deadline deadline, Ticker ticker) {
        this.reader = reader;
        this.seed = seed;
        this.file = folder.resolve("fuzzed-" + reader.name());
        this.deadline = deadline;
        this.ticker = ticker;
    }

    /** The bytes of an input. */
    byte[] input(long index) {
        Random random = new Random(seed ^ (index + 1) * GOLDEN_RATIO);
        byte[] original = reader.corpus().get(random.nextInt(reader.corpus().size()));
        byte[] other = reader.corpus().get(random.nextInt(reader.corpus().size()));
        return Mutation.of(original, other, random);
    }

    /**
     * Inputs 0 to {@code count} - 1.
     *
     * @throws FuzzFailure when one gives what is not declared
     */
    FuzzReport run(long count) throws IOException {
        for (long index = 0; index < count; index++) {
            // into the old file: a new one costs more than reading it
            Files.write(
                    file,
                    input(index),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            long begun = ticker.nanos();
            deadline.begins(reader.name() + " seed " + seed + " input " + index, file);
            String outcome = outcome(index);
            deadline.ends();
            outcomes.merge(outcome, 1L, Long::sum);
            long nanos = ticker.nanos() - begun;
            if (nanos > slowestNanos) {
                slowestNanos = nanos;
                slowest = index;
            }
        }
        Files.delete(file);
        return new FuzzReport(reader.name(), seed, count, outcomes, slowest, slowestNanos);
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private String outcome(long index) {
        try {
            reader.reading().read(file);
            return "read";
        } catch (Exception | StackOverflowError | OutOfMemoryError thrown) {
            String message = String.valueOf(thrown.getMessage());
            if (!reader.declared().contains(thrown.getClass())) {
                throw new FuzzFailure(failure(index, "throws what it does not declare: " + thrown), thrown);
            }
            if (!message.contains(file.toString()) || message.length() > LONGEST_MESSAGE) {
                throw new FuzzFailure(
                        failure(index, "has a message without the file, or too long: " + message), thrown);
            }
            return thrown.getClass().getSimpleName();
        }
    }

    private String failure(long index, String what) {
        return "reader " + reader.name() + " " + what + " (seed " + seed + ", input " + index + ", kept as " + file
                + ")";
    }
}
