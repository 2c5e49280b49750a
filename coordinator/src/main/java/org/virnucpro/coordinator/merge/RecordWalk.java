package org.virnucpro.coordinator.merge;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.sequence.RejectedRecord;
import org.virnucpro.coordinator.plan.InputException;

/**
 * Reads an input a second time, beside the rows of its results: every row belongs to the next open frame. So records are
 * told apart by their place and never by their ids, however the input was cut into tasks. Holds one record. Confined to
 * one thread.
 */
final class RecordWalk implements Closeable {

    /** Takes the answers, one per record, in input order. */
    @FunctionalInterface
    interface Sink {
        void accept(RecordAnswer answer) throws IOException;
    }

    private final Path file;
    private final OpenFrameFinder finder;
    private final FastaReader records;
    private final Sink sink;
    private @Nullable FastaRecord record;
    private RecordTally tally = new RecordTally();
    private String cause = "";
    private Iterator<Chunk> chunks = Collections.emptyIterator();
    private Iterator<OpenFrame> frames = Collections.emptyIterator();
    private int chunk;
    private long framesRead;
    private long framesMissing;

    RecordWalk(Path file, int chunkSize, Sink sink) throws IOException {
        this.file = file;
        this.finder = new OpenFrameFinder(chunkSize);
        this.records = FastaReader.open(file);
        this.sink = sink;
    }

    /**
     * The next row of the results.
     *
     * @throws InputException when the next open frame is another one
     */
    void row(String sequenceId, float othersScore, float virusScore) throws IOException {
        OpenFrame frame = nextFrame();
        if (frame == null || !frame.id().equals(sequenceId)) {
            throw changed("the results hold " + sequenceId + " where the file has "
                    + (frame == null ? "nothing more" : frame.id()));
        }
        tally.add(chunk, frame.frame(), othersScore, virusScore);
    }

    /** The next {@code count} open frames have no rows. */
    void missing(long count, String why) throws IOException {
        framesMissing += count;
        for (long i = 0; i < count; i++) {
            if (nextFrame() == null) {
                throw changed("it has fewer open frames than planned");
            }
            cause = why;
        }
    }

    /** There are no more rows. */
    void end() throws IOException {
        OpenFrame frame = nextFrame();
        if (frame != null) {
            throw changed("it holds " + frame.id() + ", for which there is no result");
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private @Nullable OpenFrame nextFrame() throws IOException {
        while (!frames.hasNext()) {
            if (chunks.hasNext()) {
                frames = finder.openFrames(chunks.next()).iterator();
                chunk++;
            } else if (!nextRecord()) {
                return null;
            }
        }
        framesRead++;
        return frames.next();
    }

    /** Open frames read so far. */
    long framesRead() {
        return framesRead;
    }

    /** Of them: those without rows. */
    long framesMissing() {
        return framesMissing;
    }

    private boolean nextRecord() throws IOException {
        endRecord();
        FastaEntry entry = read();
        if (entry instanceof FastaRecord usable) {
            record = usable;
            tally = new RecordTally();
            cause = "";
            chunks = finder.chunker().chunks(usable).iterator();
            chunk = 0;
        } else if (entry instanceof RejectedRecord rejected) {
            sink.accept(new RecordAnswer(
                    rejected, 0, Optional.empty(), rejected.reason().code(), rejected.message()));
        }
        return entry != null;
    }

    private @Nullable FastaEntry read() {
        try {
            return records.next();
        } catch (IOException failure) {
            throw new InputException("cannot read " + file + " again: " + failure.getMessage(), failure);
        }
    }

    private void endRecord() throws IOException {
        if (record == null) {
            return;
        }
        Optional<RecordScore> score = tally.end();
        if (!cause.isEmpty()) {
            sink.accept(new RecordAnswer(record, chunk, Optional.empty(), RecordAnswer.TASK_DEAD, cause));
        } else {
            String status = score.isPresent() ? RecordAnswer.OK : RecordAnswer.NO_ORF;
            sink.accept(new RecordAnswer(record, chunk, score, status, ""));
        }
        record = null;
    }

    private InputException changed(String what) {
        return new InputException(
                file + " is not what it was when the run was planned: " + what + "; start the run again");
    }
}
