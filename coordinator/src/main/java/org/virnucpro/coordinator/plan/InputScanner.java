package org.virnucpro.coordinator.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnucpro.common.sequence.DuplicateIds;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.sequence.RejectedRecord;

/**
 * Reads an input once and counts exactly what it asks of the models. What it keeps is bounded, however many records there
 * are, see {@link Segments}.
 */
final class InputScanner {

    private final OpenFrameFinder frames;
    private final CostModel costs;

    InputScanner(int chunkSize, CostModel costs) {
        this.frames = new OpenFrameFinder(chunkSize);
        this.costs = costs;
    }

    /**
     * Reads a file.
     *
     * @param grainMillis how finely a small input is kept; a large one is kept coarser
     * @throws InputException when the file cannot be read
     */
    ScannedInput scan(Path file, long grainMillis) {
        if (!Files.isRegularFile(file)) {
            // opening a pipe would wait for its writer
            throw new InputException(file + " is no regular file, or is gone: name a file that can be read again");
        }
        Segments segments = new Segments(costs, grainMillis);
        long rejected = 0;
        DuplicateIds ids = new DuplicateIds();
        long duplicates = 0;
        Work total = Work.NONE;
        try (FastaReader reader = FastaReader.open(file)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof RejectedRecord) {
                    rejected++;
                } else if (ids.seenBefore(entry.id())) {
                    duplicates++;
                }
                total = total.plus(count(entry, segments));
            }
        } catch (FastaException bad) {
            throw new InputException(String.valueOf(bad.getMessage()), bad);
        } catch (IOException failure) {
            throw new InputException("cannot read " + file + ": " + failure.getMessage(), failure);
        }
        return new ScannedInput(segments.list(), total, rejected, duplicates);
    }

    private Work count(FastaEntry entry, Segments segments) {
        if (entry instanceof FastaRecord record) {
            return new RecordPieces(frames, costs, record).forEach(segments.grainMillis(), segments::add);
        }
        Work none = new Work(1, 0, 0, 0, 0, 0, 0);
        segments.add(new Segment(entry.offset(), entry.end(), entry.line(), none, 0, Optional.empty()));
        return none;
    }
}
