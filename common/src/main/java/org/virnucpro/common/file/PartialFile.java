package org.virnucpro.common.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that grows under a name of its own beside the target and gets the target's name when it is complete; for writers
 * that need more than a stream, see {@link AtomicFile}. Not synchronized to disk. Not thread-safe.
 */
public final class PartialFile implements Closeable {
    private final Path target;
    private final Path path;

    private PartialFile(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /** Creates an empty file {@code <target>.partial}; a leftover is replaced. */
    public static PartialFile create(Path target) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException(target + " exists and is not a regular file");
        }
        Path path = target.resolveSibling(target.getFileName() + ".partial");
        Files.deleteIfExists(path);
        return new PartialFile(target, Files.createFile(path));
    }

    /** Where to write. */
    public Path path() {
        return path;
    }

    /** Gives the file its name; everything must have been written. */
    public void commit() throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the file unless it was committed. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
