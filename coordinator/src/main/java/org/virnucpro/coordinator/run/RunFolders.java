package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.task.RunId;

/**
 * Where a run keeps its files: everything below {@code .virnucpro-<run>} in the output folder until the results are moved
 * into place.
 *
 * @param output the folder for the results
 * @param run whose files
 */
public record RunFolders(Path output, RunId run) {

    /** Holds everything that is not a result; goes away with the end of the run. */
    public Path work() {
        return output.resolve(".virnucpro-" + run);
    }

    PartFolder parts() {
        return PartFolder.below(output, run);
    }

    Path plan() {
        return work().resolve("plan.json");
    }

    /** Grows over the whole run, whoever coordinates it; copied to the results at its end. */
    Path throughput() {
        return work().resolve("throughput.tsv");
    }

    /** Results before they are published; on the same file system, so that publishing is renaming. */
    Path staging() {
        return work().resolve("staging");
    }

    Path manifest() {
        return output.resolve("run.json");
    }

    /** The manifest of these results while they are moved into place. */
    Path comingManifest() {
        return work().resolve("run.json");
    }

    /** The manifest of the earlier results while they are replaced. */
    Path replacedManifest() {
        return work().resolve("replaced-run.json");
    }

    Path lock() {
        return work().resolve("lock");
    }

    /** Whether a process on this machine computes the run now. */
    public boolean isInUse() throws IOException {
        return RunLock.isHeld(this);
    }

    /** Held by a coordinator while it plans or publishes. */
    Path stepLock() {
        return work().resolve("step.lock");
    }

    void create() throws IOException {
        Folders.create(parts().path());
    }

    /** A file for the events that this coordinator sees; another one that believes the run to be its own has another. */
    Path freshEvents() {
        return work().resolve("events-" + UUID.randomUUID() + ".jsonl");
    }

    /** Makes the staging folder anew. */
    void clearStaging() throws IOException {
        deleteTree(staging());
        Folders.create(staging());
    }

    /** Whether these very results are in place, so that the work folder is a left-over. */
    public boolean isPublished() throws IOException {
        return Files.exists(manifest())
                && ManifestFile.read(manifest()).path("run").asText().equals(run.value());
    }

    /** Standard input as a file, for inputs are read more than once. */
    public Path standardInput() {
        return work().resolve("input/stdin.fa");
    }

    /** Removes what was kept of standard input, and the work folder when there is nothing else in it. */
    public void removeStandardInput() throws IOException {
        deleteTree(work().resolve("input"));
        try {
            Files.deleteIfExists(work());
        } catch (DirectoryNotEmptyException used) {
            // the run is not finished
        }
    }

    /** Removes everything that is not a result. */
    public void removeWork() throws IOException {
        deleteTree(work());
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
