package org.virnucpro.coordinator.merge;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.virnucpro.common.table.PredictionLabel;

/**
 * Writes {@code <stem>_virus_summary.tsv}: the lines of the viral records, highest score first, equal scores in input
 * order. A score has six decimals, so its lines can be counted first and then each be put in its place: the memory is flat,
 * however many there are. Confined to one thread.
 */
final class VirusSummary {
    private static final int MILLION = 1_000_000;
    private static final int SCORE_COLUMN = 2;

    /** By score in millionths: first the bytes of its lines, then where the next one goes. */
    private final long[] places = new long[MILLION + 1];

    private long lines;

    /** A line of the table of all records is going to be in this one. */
    void count(RecordScore score, String line) {
        places[millionths(score.virusScoreText())] += line.getBytes(StandardCharsets.UTF_8).length;
        lines++;
    }

    /** Lines counted. */
    long lines() {
        return lines;
    }

    /** Picks the counted lines from the table of all records. */
    void write(Path scores, Path summary) throws IOException {
        long next = ScoresTable.HEADER.length();
        for (int score = MILLION; score >= 0; score--) {
            long bytes = places[score];
            places[score] = next;
            next += bytes;
        }
        try (FileChannel out = FileChannel.open(summary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                BufferedReader in = Files.newBufferedReader(scores, StandardCharsets.UTF_8)) {
            put(out, ScoresTable.HEADER, 0);
            for (String line = in.readLine(); line != null && lines > 0; line = in.readLine()) {
                String[] cells = line.split("\t", SCORE_COLUMN + 3);
                if (cells[SCORE_COLUMN + 1].equals(PredictionLabel.VIRUS.text())) {
                    int score = millionths(cells[SCORE_COLUMN]);
                    places[score] += put(out, line + "\n", places[score]);
                }
            }
        }
    }

    private static int millionths(String score) {
        return Integer.parseInt(score.replace(".", ""));
    }

    /** Returns the bytes written. */
    private static int put(FileChannel out, String text, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes, position + bytes.position());
        }
        return bytes.limit();
    }
}
