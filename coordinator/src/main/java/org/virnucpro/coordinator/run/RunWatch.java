package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;

/** Watches a run that a coordinator executes; may be interrupted without harm to the run. */
public final class RunWatch {

    /** Looks without a coordinator before the watcher says that nobody works. */
    private static final int PATIENCE = 20;

    private final ClusterRegistry registry;
    private final RunSpec spec;
    private final int priority;
    private final Path output;
    private final PollTimer timer;

    /** @param priority with which the run was submitted, and is again should the broker lose it */
    public RunWatch(ClusterRegistry registry, RunSpec spec, int priority, Path output, Duration interval) {
        this.registry = registry;
        this.spec = spec;
        this.priority = priority;
        this.output = output;
        this.timer = new PollTimer(interval);
    }

    /**
     * Reports progress until the run is over.
     *
     * @return the run's exit code
     * @throws RunFailedException when the run failed, or the broker is gone or nobody coordinates the run any more
     */
    public int watch(Consumer<String> lines) throws InterruptedException {
        String last = "";
        int lonely = 0;
        int silent = 0;
        try (AutoCloseable subscription = registry.onNudge(timer::wake)) {
            while (true) {
                try {
                    Optional<RunSummary> run = registry.run(spec.run());
                    if (run.isEmpty()) {
                        if (isPublished()) {
                            return exitCodeOf(output.resolve("run.json"));
                        }
                        lines.accept("the broker has lost the run; it is submitted again, and what is done stays done");
                        registry.submit(spec, priority);
                    } else {
                        String line = describe(run.get());
                        if (!line.equals(last)) {
                            lines.accept(line);
                            last = line;
                        }
                        if (run.get().state().isFinal()) {
                            return exitCode(run.get());
                        }
                    }
                    lonely = registry.coordinators().isEmpty() ? lonely + 1 : 0;
                    silent = 0;
                } catch (BrokerException failure) {
                    if (silent == 0) {
                        lines.accept("the broker does not answer; waiting for it");
                    }
                    silent++;
                    if (silent > PATIENCE) {
                        throw new RunFailedException(
                                ExitCodes.UNAVAILABLE,
                                "the broker does not answer any more (" + failure.getMessage()
                                        + "); the run goes on when it does",
                                failure);
                    }
                }
                if (lonely > PATIENCE) {
                    throw new RunFailedException(
                            ExitCodes.UNAVAILABLE,
                            "no coordinator is running any more; the run goes on when one is started");
                }
                timer.await();
            }
        } catch (InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception closing) {
            throw new IllegalStateException("cannot close a subscription", closing);
        }
    }

    private String describe(RunSummary run) {
        String line = "run " + run.run() + " " + run.state().name().toLowerCase(Locale.ROOT);
        if (run.state() == RunState.OPEN) {
            RunCounts counts = registry.queues(spec.run()).observe().counts();
            line += ": " + counts.done() + " of " + counts.planned() + " tasks done, " + counts.leased() + " running, "
                    + counts.steals() + " stolen";
        }
        return run.message().isEmpty() ? line : line + " (" + run.message() + ")";
    }

    private int exitCode(RunSummary run) {
        if (run.state() == RunState.CANCELLED) {
            throw new RunFailedException(
                    ExitCodes.CANCELLED,
                    "run " + run.run() + " was cancelled (" + run.message() + "); no results were written");
        }
        if (run.state() != RunState.FINISHED) {
            throw new RunFailedException(
                    ExitCodes.INTERNAL,
                    "run " + run.run() + " " + run.state().name().toLowerCase(Locale.ROOT) + ": " + run.message());
        }
        return exitCodeOf(output.resolve("run.json"));
    }

    /** Whether the results of this very run are there. */
    private boolean isPublished() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readAllBytes(output.resolve("run.json")))
                    .path("run")
                    .asText()
                    .equals(spec.run().value());
        } catch (IOException none) {
            return false;
        }
    }

    private static int exitCodeOf(Path manifest) {
        try {
            return new ObjectMapper()
                    .readTree(Files.readAllBytes(manifest))
                    .path("exit_code")
                    .asInt(ExitCodes.INTERNAL);
        } catch (IOException failure) {
            throw new RunFailedException(
                    ExitCodes.CANNOT_CREATE,
                    "the run is finished, but " + manifest
                            + " cannot be read here: does this machine share the folder?",
                    failure);
        }
    }
}
