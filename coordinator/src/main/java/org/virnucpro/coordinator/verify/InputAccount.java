package org.virnucpro.coordinator.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;

/**
 * Reads an input again, beside its tables: every record must have its line, and every open frame of a record with a result
 * its row, in the same order. Holds one record. Confined to one thread.
 */
final class InputAccount {

    private static final String OK = "ok";
    private static final String NO_ORF = "no_orf";

    private final Path input;
    private final OpenFrameFinder finder;

    InputAccount(Path input, int chunkSize) {
        this.input = input;
        this.finder = new OpenFrameFinder(chunkSize);
    }

    /** The first record or row that does not fit, in words; empty when all do. */
    Optional<String> compare(Path scores, Path predictions) throws IOException {
        try (FastaReader records = FastaReader.open(input);
                TableRows lines = new TableRows(scores);
                TableRows rows = new TableRows(predictions)) {
            for (FastaEntry record = records.next(); record != null; record = records.next()) {
                Optional<String> problem = compare(record, lines, rows);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            if (lines.next() != null) {
                return Optional.of(lines.place() + ": a record that " + input + " does not have");
            }
            return rows.next() == null
                    ? Optional.empty()
                    : Optional.of(rows.place() + ": a row for which " + input + " has no open frame");
        }
    }

    private Optional<String> compare(FastaEntry record, TableRows lines, TableRows rows) throws IOException {
        String[] line = lines.next();
        if (line == null || !line[0].equals(record.id())) {
            return Optional.of(lines.place() + ": not record " + record.id() + " of " + input);
        }
        String status = line[line.length - 1];
        boolean scored = status.equals(OK);
        if (!(record instanceof FastaRecord usable)) {
            return scored || status.equals(NO_ORF)
                    ? Optional.of(lines.place() + ": status " + status + ", but the record cannot be read")
                    : Optional.empty();
        }
        long frames = 0;
        for (List<OpenFrame> chunk : (Iterable<List<OpenFrame>>)
                () -> finder.chunker().chunks(usable).map(finder::openFrames).iterator()) {
            frames += chunk.size();
            for (OpenFrame frame : scored ? chunk : List.<OpenFrame>of()) {
                String[] row = rows.next();
                if (row == null || !row[0].equals(frame.id())) {
                    return Optional.of(rows.place() + ": not the row of " + frame.id() + " of " + input);
                }
            }
        }
        boolean fits = scored == (frames > 0) || !(scored || status.equals(NO_ORF));
        return fits
                ? Optional.empty()
                : Optional.of(lines.place() + ": status " + status + ", but the record has " + frames + " open frames");
    }
}
