package org.virnucpro.coordinator.verify;

import java.io.IOException;
import java.nio.file.Path;

/** Counts what is in the tables. Not thread-safe. */
final class TableCounts {

    private static final String OK = "ok";
    private static final String NO_ORF = "no_orf";

    private long records;
    private long withRows;
    private long withoutFrame;
    private long rows;

    /** Counts in the tables of one input. */
    void add(Path scores, Path predictions) throws IOException {
        try (TableRows table = new TableRows(scores)) {
            for (String[] line = table.next(); line != null; line = table.next()) {
                records++;
                String status = line[line.length - 1];
                withRows += status.equals(OK) ? 1 : 0;
                withoutFrame += status.equals(NO_ORF) ? 1 : 0;
            }
        }
        rows += lines(predictions);
    }

    /** Lines of a table behind its header. */
    static long lines(Path file) throws IOException {
        long lines = 0;
        try (TableRows table = new TableRows(file)) {
            while (table.next() != null) {
                lines++;
            }
        }
        return lines;
    }

    long records() {
        return records;
    }

    long withRows() {
        return withRows;
    }

    long withoutFrame() {
        return withoutFrame;
    }

    long failed() {
        return records - withRows - withoutFrame;
    }

    long rows() {
        return rows;
    }
}
