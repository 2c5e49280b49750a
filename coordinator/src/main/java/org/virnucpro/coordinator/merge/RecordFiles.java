package org.virnucpro.coordinator.merge;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.sequence.RecordBytes;
import org.virnucpro.common.table.PredictionLabel;

/**
 * The files with one entry per record of an input: all records with their scores, the viral ones by score, and the
 * sequences of the viral ones as they are in the input. Confined to one thread.
 */
final class RecordFiles implements Closeable {
    private final Path scoresFile;
    private final Path summaryFile;
    private final BufferedWriter scores;
    private final OutputStream sequences;
    private final RecordBytes input;
    private final VirusSummary summary = new VirusSummary();

    RecordFiles(Path folder, String stem, Path inputFile) throws IOException {
        scoresFile = folder.resolve(stem + "_scores.tsv");
        summaryFile = folder.resolve(stem + "_virus_summary.tsv");
        input = RecordBytes.open(inputFile);
        sequences = new BufferedOutputStream(Files.newOutputStream(folder.resolve(stem + "_virus.fna")), 1 << 16);
        scores = Files.newBufferedWriter(scoresFile, StandardCharsets.UTF_8);
        scores.write(ScoresTable.HEADER);
    }

    /** The answer for the next record. */
    void add(RecordAnswer answer) throws IOException {
        String line = ScoresTable.line(answer);
        scores.write(line);
        if (answer.score().isPresent() && answer.score().get().prediction() == PredictionLabel.VIRUS) {
            summary.count(answer.score().get(), line);
            input.copy(answer.record(), sequences);
        }
    }

    /** Ends the files; returns the number of viral records. */
    long finish() throws IOException {
        scores.close();
        sequences.close();
        summary.write(scoresFile, summaryFile);
        return summary.lines();
    }

    @Override
    public void close() throws IOException {
        try (input;
                sequences;
                scores) {
            // Closing is all.
        }
    }
}
