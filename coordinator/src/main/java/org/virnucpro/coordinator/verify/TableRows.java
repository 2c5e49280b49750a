package org.virnucpro.coordinator.verify;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.ByteLines;

/** The lines of a table behind its header, taken apart at the tabs. Holds one line. Confined to one thread. */
final class TableRows implements Closeable {

    private final Path file;
    private final ByteLines lines;

    TableRows(Path file) throws IOException {
        this.file = file;
        this.lines = ByteLines.open(file);
        if (lines.next() == null) {
            lines.close();
            throw new IOException(file + " is empty: not even a header");
        }
    }

    /** The next line; null behind the last one. */
    String @Nullable [] next() throws IOException {
        byte[] line = lines.next();
        return line == null ? null : new String(line, StandardCharsets.UTF_8).split("\t", -1);
    }

    /** The file and the number of the line that came last, for messages. */
    String place() {
        return file + ", line " + lines.read();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
