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
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;

/** Watches a run that a coordinator executes; may be interrupted without harm to the run. */
public final class RunWatch {

    /** Looks without a coordinator before the watcher says that nobody works. */
    private static final int PATIENCE = 20;

    private final ClusterRegistry registry;
    private final RunSpec spec;
    private final Path output;
    private final PollTimer timer;

    public RunWatch(ClusterRegistry registry, RunSpec spec, Path output, Duration interval) {
        this.registry = registry;
        this.spec = spec;
        this.output = output;
        this.timer = new PollTimer(interval);
    }

    /**
     * Reports progress until the run is over.
     *
     * @return the run's exit code
     * @throws RunFailedException when the run failed, or nobody coordinates it any more
     */
    public int watch(Consumer<String> lines) throws InterruptedException {
        String last = "";
        int lonely = 0;
        try (AutoCloseable subscription = registry.onNudge(timer::wake)) {
            while (true) {
                Optional<RunSummary> run = registry.run(spec.run());
                if (run.isEmpty()) {
                    throw new RunFailedException(
                            ExitCodes.UNAVAILABLE, "the broker does not know run " + spec.run() + " any more");
                }
                String line = describe(run.get());
                if (!line.equals(last)) {
                    lines.accept(line);
                    last = line;
                }
                if (run.get().state().isFinal()) {
                    return exitCode(run.get());
                }
                lonely = registry.coordinators().isEmpty() ? lonely + 1 : 0;
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
        if (run.state() != RunState.FINISHED) {
            throw new RunFailedException(
                    ExitCodes.INTERNAL,
                    "run " + run.run() + " " + run.state().name().toLowerCase(Locale.ROOT) + ": " + run.message());
        }
        Path manifest = output.resolve("run.json");
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
