package org.virnucpro.common.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of prediction_results_highestscore.csv: is a chunk viral, by the highest scores of its frames? Rows with the
 * same Sequence_ID up to its last two characters (the frame) make a group, over the whole table; a group is a virus when
 * its highest score2 is at least its highest score1. NaN scores are passed over; a group with nothing else is no virus.
 * Groups are written in the order of their code points.
 *
 * <p>Holds one entry per group. Not thread-safe.
 */
public final class Consensus implements ConsensusTable {
    private static final String HEADER = "Modified_ID\tIs_Virus\n";
    private static final int FRAME_CHARACTERS = 2;

    private final Map<String, HighestScores> groups = new HashMap<>();

    @Override
    public void add(String sequenceId, double othersScore, double virusScore) {
        groups.computeIfAbsent(group(sequenceId), id -> new HighestScores()).add(othersScore, virusScore);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        List<Map.Entry<String, HighestScores>> sorted = new ArrayList<>(groups.entrySet());
        sorted.sort(Map.Entry.comparingByKey(BY_CODE_POINT));
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(HEADER);
        for (Map.Entry<String, HighestScores> group : sorted) {
            writer.write(CsvField.quoted(group.getKey()));
            writer.write(group.getValue().isVirus() ? "\tTrue\n" : "\tFalse\n");
        }
        writer.flush();
    }

    private static String group(String sequenceId) {
        int characters = sequenceId.codePointCount(0, sequenceId.length());
        return sequenceId.substring(0, sequenceId.offsetByCodePoints(0, Math.max(0, characters - FRAME_CHARACTERS)));
    }

    /** Order of Python strings; Java's own order puts surrogates before U+E000. */
    private static final Comparator<String> BY_CODE_POINT = (left, right) -> {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    };
}
