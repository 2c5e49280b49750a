package org.virnucpro.coordinator.merge;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.coordinator.plan.FailedRecord;

/** Writes failed.tsv: every record without a result, with its reason; only the header when there is none. */
final class FailedTable {

    private final Path file;

    FailedTable(Path file) {
        this.file = file;
    }

    void write(List<FailedRecord> records) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("input\tseq_name\treason\tmessage\n");
            for (FailedRecord failed : records) {
                out.write(String.join(
                        "\t",
                        List.of(
                                oneField(failed.input()),
                                oneField(failed.sequenceName()),
                                oneField(failed.reason()),
                                oneField(failed.message()))));
                out.write('\n');
            }
        }
    }

    private static String oneField(String text) {
        return text.replaceAll("[\\t\\r\\n]+", " ");
    }
}
