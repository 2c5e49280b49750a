package org.virnucpro.common.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Creates folders for outputs. A folder that is shared with a group, which its set-group-ID bit says, passes its group and the
 * rights of the group on to the folders that are made in it, whatever the umask of the process: so a user, a coordinator and workers
 * that run under different names can work in one another's folders.
 */
public final class Folders {

    private static final String MODE = "unix:mode";
    private static final int SET_GROUP_ID = 02000;
    private static final int GROUP_RIGHTS = 0070;
    private static final int ALL_BITS = 07777;

    private Folders() {}

    /** Creates a folder and its parents where they do not exist; a link to a folder is one. */
    public static void create(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = folder.toAbsolutePath();
        while (!Files.isDirectory(existing)) { // follows links, which createDirectories before JDK 20 does not
            missing.push(existing);
            existing = existing.getParent();
            if (existing == null) {
                throw new FileSystemException(folder.toString(), null, "has no parent that exists");
            }
        }
        for (Path next : missing) {
            makeOne(existing, next);
            existing = next;
        }
    }

    /** Creates the folder of a file that is to be written. */
    public static void createParent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            create(parent);
        }
    }

    private static void makeOne(Path parent, Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(folder)) {
                throw raced;
            }
            return;
        }
        try {
            int above = (int) Files.getAttribute(parent, MODE);
            int mode = (int) Files.getAttribute(folder, MODE) & ALL_BITS;
            int shared = mode | (above & GROUP_RIGHTS);
            if ((above & SET_GROUP_ID) != 0 && shared != mode) {
                Files.setAttribute(folder, MODE, shared);
            }
        } catch (UnsupportedOperationException | IllegalArgumentException foreign) {
            // a file system without groups
        }
    }
}
