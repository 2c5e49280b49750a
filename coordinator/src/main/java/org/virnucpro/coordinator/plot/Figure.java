package org.virnucpro.coordinator.plot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.table.PredictionRow;
import org.virnucpro.common.table.PredictionTableReader;

/**
 * What the figure shows: the frames of the first records of a table, each record once, in the order of the table.
 *
 * @param records segments by record id
 * @param skippedRows rows whose id names no chunk and frame
 */
public record Figure(Map<String, List<FrameSegment>> records, long skippedRows) {
    private static final Pattern ROW_ID = Pattern.compile("(.*)_chunk_([1-9][0-9]{0,8})[FR][123]", Pattern.DOTALL);

    /** Reads a table to its end; keeps the rows of the first {@code mostRecords} records. */
    public static Figure read(PredictionTableReader table, int mostRecords) throws IOException {
        Map<String, List<FrameSegment>> records = new LinkedHashMap<>();
        long skipped = 0;
        for (PredictionRow row = table.next(); row != null; row = table.next()) {
            Matcher id = ROW_ID.matcher(row.sequenceId());
            if (!id.matches()) {
                skipped++;
            } else if (records.size() < mostRecords || records.containsKey(id.group(1))) {
                records.computeIfAbsent(id.group(1), record -> new ArrayList<>())
                        .add(new FrameSegment(
                                row.sequenceId(),
                                Integer.parseInt(id.group(2)),
                                Math.max(row.othersScore(), row.virusScore()),
                                row.label()));
            }
        }
        return new Figure(records, skipped);
    }
}
