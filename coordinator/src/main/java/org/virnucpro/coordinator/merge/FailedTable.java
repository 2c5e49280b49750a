package org.virnucpro.coordinator.merge;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.coordinator.plan.FailedRecord;
import org.virnucpro.coordinator.plan.InputFault;
import org.virnucpro.coordinator.plan.PlannedInput;

/**
 * Writes failed.tsv: every input without results, with an empty name of a sequence, then every record without a result, each
 * with its reason; only the header when there is none. Keeps nothing in memory. Confined to one thread.
 */
final class FailedTable implements Closeable {

    private final BufferedWriter out;
    private long records;

    /** @param inputs those without results */
    FailedTable(Path file, List<PlannedInput> inputs) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        out.write(FailedRecords.HEADER);
        for (PlannedInput input : inputs) {
            InputFault fault = Objects.requireNonNull(input.fault());
            out.write(FailedRecords.line(input.name(), "", fault.reason(), fault.message()));
        }
    }

    void add(FailedRecord failed) throws IOException {
        out.write(FailedRecords.line(failed.input(), failed.sequenceName(), failed.reason(), failed.message()));
        records++;
    }

    /** How many records were added. */
    long records() {
        return records;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
