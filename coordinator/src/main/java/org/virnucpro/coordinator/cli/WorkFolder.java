package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.RunFolders;

/**
 * Where a prediction keeps what only this process needs: standard input, since inputs are read more than once and by
 * several processes. Goes away with the prediction. Confined to one thread.
 */
final class WorkFolder implements AutoCloseable {

    private final RunFolders folders;
    private final boolean temporary;
    private boolean used;

    private WorkFolder(RunFolders folders, boolean temporary) {
        this.folders = folders;
        this.temporary = temporary;
    }

    /** The folder for results, made when absent, links followed. */
    static Path made(Path output) {
        try {
            Folders.create(output);
            return output.toRealPath();
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot make the output folder " + output + ": " + failure, failure);
        }
    }

    /** Below the results. */
    static WorkFolder below(Path output, RunId run) {
        return new WorkFolder(new RunFolders(output, run), false);
    }

    /** Apart from any results. */
    static WorkFolder temporary(RunId run) {
        try {
            Path output = Files.createTempDirectory("virnucpro-dry-run-").toRealPath();
            output.toFile().deleteOnExit();
            return new WorkFolder(new RunFolders(output, run), true);
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot make a temporary folder: " + failure.getMessage(), failure);
        }
    }

    RunId run() {
        return folders.run();
    }

    Path output() {
        return folders.output();
    }

    /**
     * Replaces {@code -} by a file with what {@code in} holds.
     *
     * @throws CommandException when it cannot be written
     */
    List<Path> spooled(List<Path> inputs, InputStream in) {
        return inputs.stream()
                .map(input -> InputOptions.isStandardInput(input) ? spool(in) : input)
                .toList();
    }

    private Path spool(InputStream in) {
        Path file = folders.standardInput();
        Path folder = file.getParent();
        used = true;
        try {
            Folders.createParent(file);
            // for signals; deleted in the opposite order, and only when they are empty
            List.of(folders.work(), folder, file).forEach(path -> path.toFile().deleteOnExit());
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "cannot keep standard input in " + file + ": " + failure.getMessage() + "; name another -o",
                    failure);
        }
    }

    /** Removes what {@link #spooled} made; on a cluster, what else is there belongs to the coordinator. */
    @Override
    public void close() {
        try {
            if (used) {
                folders.removeStandardInput();
            }
            if (temporary) {
                Files.deleteIfExists(folders.output());
            }
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "cannot remove " + folders.work() + ": " + failure.getMessage() + "; it may be deleted by hand",
                    failure);
        }
    }
}
