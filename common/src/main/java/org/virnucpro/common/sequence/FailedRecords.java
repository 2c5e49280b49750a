package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.AtomicFile;

/**
 * {@code failed.tsv}: one line per rejected record, columns input, seq_name, reason, message. It describes the latest run
 * into its folder: without a rejected record there is no such file. Not thread-safe.
 */
public final class FailedRecords implements Closeable {
    public static final String FILE_NAME = "failed.tsv";
    /** First line, with its line end. */
    public static final String HEADER = "input\tseq_name\treason\tmessage\n";

    private final Path path;
    private @Nullable AtomicFile file;
    private long count;

    public FailedRecords(Path folder) {
        this.path = folder.resolve(FILE_NAME);
    }

    public void add(String input, RejectedRecord record) throws IOException {
        if (file == null) {
            file = AtomicFile.create(path);
            file.stream().write(HEADER.getBytes(StandardCharsets.UTF_8));
        }
        String line = line(input, record.id(), record.reason().code(), record.message());
        file.stream().write(line.getBytes(StandardCharsets.UTF_8));
        count++;
    }

    /** Number of rejected records. */
    public long count() {
        return count;
    }

    /** Publishes the file; removes that of an earlier run when no record was rejected. */
    public void commit() throws IOException {
        if (file == null) {
            Files.deleteIfExists(path);
        } else {
            file.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** One line with its line end; tabs and line ends inside a field become blanks. */
    public static String line(String input, String sequenceName, String reason, String message) {
        return field(input) + "\t" + field(sequenceName) + "\t" + field(reason) + "\t" + field(message) + "\n";
    }

    private static String field(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }
}
