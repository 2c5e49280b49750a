package org.virnucpro.common.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.sequence.ReadingFrame;

/**
 * The consensus as Broad's fork of VirNucPro writes it: the highest scores beside the verdict, groups in the order of their
 * first rows. Only a frame (F1 to R3) at the end of an id is cut off.
 *
 * <p>Holds one entry per group. Not thread-safe.
 */
public final class BroadConsensus implements ConsensusTable {
    private static final String HEADER = "Modified_ID\tIs_Virus\tmax_score_0\tmax_score_1\n";

    private final Map<String, HighestScores> groups = new LinkedHashMap<>();

    @Override
    public void add(String sequenceId, double othersScore, double virusScore) {
        groups.computeIfAbsent(group(sequenceId), id -> new HighestScores()).add(othersScore, virusScore);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(HEADER);
        for (Map.Entry<String, HighestScores> group : groups.entrySet()) {
            HighestScores scores = group.getValue();
            writer.write(CsvField.quoted(group.getKey()));
            writer.write(scores.isVirus() ? "\tTrue\t" : "\tFalse\t");
            writer.write(cell(scores.others()) + "\t" + cell(scores.virus()) + "\n");
        }
        writer.flush();
    }

    /** pandas writes a missing number as nothing. */
    private static String cell(double score) {
        return Double.isNaN(score) ? "" : Float64Text.of(score);
    }

    private static String group(String sequenceId) {
        boolean frame = Arrays.stream(ReadingFrame.values()).anyMatch(known -> sequenceId.endsWith(known.name()));
        return frame ? sequenceId.substring(0, sequenceId.length() - 2) : sequenceId;
    }
}
