package org.virnucpro.coordinator.merge;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.coordinator.plan.FailedRecord;

/** Writes failed.tsv: every record without a result, with its reason; only the header when there is none. */
final class FailedTable {

    private final Path file;

    FailedTable(Path file) {
        this.file = file;
    }

    void write(List<FailedRecord> records) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(FailedRecords.HEADER);
            for (FailedRecord failed : records) {
                out.write(FailedRecords.line(failed.input(), failed.sequenceName(), failed.reason(), failed.message()));
            }
        }
    }
}
