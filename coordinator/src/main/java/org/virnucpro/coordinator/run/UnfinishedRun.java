package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnucpro.common.task.RunId;

/**
 * A run whose results have not been published, with what it left in its work folder.
 *
 * @param folders where it is
 * @param plan its tasks; empty when it was stopped before it had any
 * @param finished tasks of which there is a part; whether that is whole is not known yet
 */
public record UnfinishedRun(RunFolders folders, Optional<StoredPlan> plan, int finished) {

    private static final String PREFIX = ".virnucpro-";

    /** The work folders in an output folder, by name. */
    public static List<RunFolders> folders(Path output) throws IOException {
        if (!Files.isDirectory(output)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .sorted()
                    .flatMap(name -> run(name.substring(PREFIX.length())).stream())
                    .map(run -> new RunFolders(output, run))
                    .toList();
        }
    }

    private static Optional<RunId> run(String name) {
        try {
            return Optional.of(new RunId(name));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** What a run has left so far. */
    public static UnfinishedRun of(RunFolders folders) throws IOException {
        Optional<StoredPlan> plan = new PlanFile(folders.plan()).read();
        return new UnfinishedRun(
                folders, plan, FinishedParts.names(folders.parts()).size());
    }

    /** Removes a run, and what it may have published of itself when it was stopped. */
    public static void discard(RunFolders folders) throws IOException {
        new Publisher(folders).removeHalfPublished();
        folders.removeWork();
    }

    /** How far it came, in words. */
    public String progress() {
        return plan.map(stored -> String.format(
                        Locale.ROOT,
                        "%,d of %,d tasks are done",
                        finished,
                        stored.plan().tasks().size()))
                .orElse("it had not been planned yet");
    }
}
