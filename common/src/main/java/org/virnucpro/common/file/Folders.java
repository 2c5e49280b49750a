package org.virnucpro.common.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates folders for outputs. */
public final class Folders {

    private Folders() {}

    /** Creates a folder and its parents where they do not exist; a link to a folder is one. */
    public static void create(Path folder) throws IOException {
        // Before JDK 20 createDirectories refuses a symbolic link to a folder.
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** Creates the folder of a file that is to be written. */
    public static void createParent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            create(parent);
        }
    }
}
