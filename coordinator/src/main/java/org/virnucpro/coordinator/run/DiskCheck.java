package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.virnucpro.common.cli.ExitCodes;

/** Looks, before anything is computed, whether the results will fit. */
@FunctionalInterface
public interface DiskCheck {

    /** Compares with what this user may still write on the file system of the folder. */
    DiskCheck FREE_SPACE = (folder, needed) ->
            compare(folder, needed, Files.getFileStore(folder).getUsableSpace());

    /** Whoever asked for this knows better. */
    DiskCheck NONE = (folder, needed) -> {};

    /**
     * Looks at the file system of a folder.
     *
     * @throws RunFailedException when there is too little
     */
    void check(Path folder, long neededBytes) throws IOException;

    /** The comparison itself. */
    static void compare(Path folder, long neededBytes, long usableBytes) {
        if (neededBytes > usableBytes) {
            throw new RunFailedException(
                    ExitCodes.CANNOT_CREATE,
                    "the results of this run need about " + megabytes(neededBytes) + ", but only "
                            + megabytes(usableBytes)
                            + " are free for " + folder
                            + "; nothing was computed. Make space, name another -o, or, when you"
                            + " know that it is enough, add --no-disk-check");
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", (double) bytes / 1e6);
    }
}
