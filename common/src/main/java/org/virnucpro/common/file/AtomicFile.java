package org.virnucpro.common.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written under a temporary name in its own folder and appears under its name, replacing an older one, when
 * it is complete. Not synchronized to disk. Not thread-safe.
 */
public final class AtomicFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path target;
    private final Path temporary;
    private final OutputStream stream;

    private AtomicFile(Path target, Path temporary, OutputStream stream) {
        this.target = target;
        this.temporary = temporary;
        this.stream = stream;
    }

    /**
     * Opens a temporary file beside {@code target}.
     *
     * @throws IOException when nothing can be created there
     */
    public static AtomicFile create(Path target) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new AtomicFile(target, temporary, new BufferedOutputStream(out, BUFFER_BYTES));
    }

    /** Where to write; buffered. */
    public OutputStream stream() {
        return stream;
    }

    /** Ends the content and gives the file its name. */
    public void commit() throws IOException {
        stream.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops the content unless it was committed. */
    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
