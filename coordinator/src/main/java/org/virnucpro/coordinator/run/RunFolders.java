package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

    void create() throws IOException {
        Files.createDirectories(parts().path());
        deleteTree(staging());
        Files.createDirectories(staging());
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
