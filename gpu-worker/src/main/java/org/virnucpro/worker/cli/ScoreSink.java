package org.virnucpro.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.npy.NpyWriter;
import org.virnucpro.common.table.PredictionLabel;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.worker.classify.Classifier;

/** Collects probabilities, 8 bytes per row, and writes them when all are there. Not thread-safe. */
final class ScoreSink {

    private final Path output;
    private final PrintWriter warnings;
    private final List<String> ids = new ArrayList<>();
    private final List<float[]> blocks = new ArrayList<>();
    private long rows;

    ScoreSink(Path output, PrintWriter warnings) {
        this.output = output;
        this.warnings = warnings;
    }

    void warn(String text) {
        warnings.println("virnucpro: " + text);
    }

    /** @param idsOfRows empty when the rows have none */
    void add(List<String> idsOfRows, float[] scores) {
        ids.addAll(idsOfRows);
        blocks.add(scores);
        rows += scores.length / Classifier.CLASSES;
    }

    /** As prediction_results.txt when the output is named .txt, else as .npy. */
    void write() {
        if (output.toString().endsWith(".txt")) {
            writeTable();
            return;
        }
        try (NpyWriter writer = NpyWriter.create(output, rows, Classifier.CLASSES)) {
            blocks.forEach(scores -> writer.writeRows(scores, scores.length / Classifier.CLASSES));
        }
    }

    private void writeTable() {
        if (ids.size() != rows) {
            throw new CommandException(
                    ExitCodes.USAGE, "a .npy file of features has no ids: name .pt files, or an output ending in .npy");
        }
        try (AtomicFile file = AtomicFile.create(output)) {
            file.stream().write(PredictionTable.HEADER.getBytes(StandardCharsets.UTF_8));
            int row = 0;
            for (float[] scores : blocks) {
                for (int at = 0; at < scores.length; at += Classifier.CLASSES) {
                    PredictionLabel label = PredictionLabel.of(scores[at], scores[at + 1]);
                    String line = PredictionTable.row(ids.get(row++), label, scores[at], scores[at + 1]);
                    file.stream().write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            file.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + output + ": " + e, e);
        }
    }
}
