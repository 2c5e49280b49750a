package org.virnucpro.coordinator.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.control.RefusedException.Reason;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.RunInputs;
import org.virnucpro.coordinator.run.UnfinishedRun;

/** Puts a run on the list for somebody who does not have its files at hand: they are looked for below this process's data roots. Thread-safe. */
public final class RunSubmission {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final String SYNTHETIC = "synthetic";

    private final ClusterRegistry registry;
    private final DataRoots roots;
    private final Supplier<RunId> fresh;

    /** @param fresh gives ids of new runs */
    public RunSubmission(ClusterRegistry registry, DataRoots roots, Supplier<RunId> fresh) {
        this.registry = registry;
        this.roots = roots;
        this.fresh = fresh;
    }

    /**
     * Checks the wish and submits it.
     *
     * @throws RefusedException when inputs are missing, the output folder holds a stopped run, or no models are known
     */
    public RunSpec submit(RunRequest wish) {
        if (wish.chunkSize() != 300 && wish.chunkSize() != 500) {
            throw new RefusedException(
                    Reason.WRONG, "length " + wish.chunkSize() + ": VirNucPro is trained for 300 and 500");
        }
        try {
            List<Path> files = wish.inputs().stream().map(roots::resolve).toList();
            RunInputs inputs = new RunInputs(files, wish.prefix());
            String models = wish.models().orElseGet(() -> modelsOfWorkers(wish));
            RunSpec spec = new RunSpec(
                    fresh.get(),
                    inputs.locate(roots),
                    roots.locate(output(wish)),
                    wish.chunkSize(),
                    wish.engine(),
                    models,
                    StealSettings.ON.withEnabled(wish.workStealing()));
            registry.submit(spec, wish.priority());
            registry.nudge();
            return spec;
        } catch (DataRootException | RunFailedException wrong) {
            throw new RefusedException(Reason.WRONG, String.valueOf(wrong.getMessage()));
        }
    }

    private Path output(RunRequest wish) {
        Path output = roots.resolve(wish.output());
        try {
            Folders.create(output);
            for (RunFolders folders : UnfinishedRun.folders(output)) {
                if (!folders.isPublished()) {
                    throw new RefusedException(
                            Reason.CONFLICT,
                            wish.output() + " holds a run that is going on or was stopped (" + folders.run()
                                    + "); name another output, or resume it with `virnucpro predict --resume`");
                }
            }
            return output;
        } catch (IOException failure) {
            throw new RefusedException(Reason.CONFLICT, "cannot make " + wish.output() + ": " + failure.getMessage());
        }
    }

    private String modelsOfWorkers(RunRequest wish) {
        if (wish.engine().equals(SYNTHETIC)) {
            return "";
        }
        Set<String> digests = registry.workers(SILENCE).stream()
                .filter(worker -> worker.engine().equals(wish.engine()))
                .flatMap(worker ->
                        java.util.Optional.ofNullable(worker.models().get(Integer.toString(wish.chunkSize()))).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (digests.size() == 1) {
            return digests.iterator().next();
        }
        throw new RefusedException(
                Reason.CONFLICT,
                digests.isEmpty()
                        ? "no live worker has engine " + wish.engine() + " and models for length " + wish.chunkSize()
                        : "the live workers have different models; name one as \"models\": " + digests);
    }
}
