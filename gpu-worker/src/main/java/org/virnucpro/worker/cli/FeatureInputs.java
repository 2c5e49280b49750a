package org.virnucpro.worker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.npy.NpyException;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.FeatureFiles;
import org.virnucpro.worker.weights.FeatureRows;
import org.virnucpro.worker.weights.FeatureRows.Kind;

/** Classifies the rows of feature files one after the other, in blocks. Not thread-safe. */
final class FeatureInputs {

    private static final int ROWS_PER_BLOCK = 256;

    private final Classifier classifier;
    private final ScoreSink sink;
    private @Nullable Path waitingFile;
    private @Nullable FeatureRows waiting;

    FeatureInputs(Classifier classifier, ScoreSink sink) {
        this.classifier = classifier;
        this.sink = sink;
    }

    static void requireReadable(List<Path> files) {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new CommandException(ExitCodes.NO_INPUT, file + ": missing or not readable");
            }
        }
    }

    void classify(List<Path> files) {
        for (Path file : files) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".pt")) {
                classifyTorch(file, FeatureFiles.read(file));
            } else {
                classifyNpy(file);
            }
        }
        if (waitingFile != null) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    waitingFile
                            + ": one half of the features; name output_N_DNABERT_S.pt and output_N_ESM.pt together");
        }
    }

    /** The two halves of a row come in two files, next to each other on the command line. */
    private void classifyTorch(Path file, FeatureRows rows) {
        FeatureRows first = waiting;
        if (rows.kind() == Kind.MERGED) {
            classify(file.toString(), rows);
        } else if (first == null || first.kind() == rows.kind()) {
            waiting = rows;
            waitingFile = file;
            if (first != null) {
                throw new CommandException(
                        ExitCodes.USAGE,
                        file + ": a second file of " + rows.kind() + " features without its other half");
            }
        } else {
            boolean dnabertFirst = first.kind() == Kind.DNABERT;
            FeatureRows merged = FeatureRows.merge(dnabertFirst ? first : rows, dnabertFirst ? rows : first);
            String names = waitingFile + " and " + file;
            int ids = (dnabertFirst ? first : rows).ids().size();
            if (merged.ids().size() < ids) {
                sink.warn(names + ": " + (ids - merged.ids().size()) + " of " + ids
                        + " ids are in one of the two only and are left out, as VirNucPro does");
            }
            waiting = null;
            waitingFile = null;
            classify(names, merged);
        }
    }

    private void classify(String name, FeatureRows rows) {
        classifier.requireWidth(name, rows.columns());
        sink.add(rows.ids(), classifier.classify(rows.values(), rows.ids().size()));
    }

    private void classifyNpy(Path file) {
        try (NpyReader rows = NpyReader.open(file)) {
            if (rows.shape().size() != 2) {
                throw new NpyException(file + ": shape " + rows.shape() + "; expected [rows, features]");
            }
            classifier.requireWidth(file.toString(), rows.columns());
            float[] block = new float[ROWS_PER_BLOCK * classifier.width()];
            for (int read = rows.readRows(block, ROWS_PER_BLOCK);
                    read > 0;
                    read = rows.readRows(block, ROWS_PER_BLOCK)) {
                sink.add(List.of(), classifier.classify(block, read));
            }
        }
    }
}
