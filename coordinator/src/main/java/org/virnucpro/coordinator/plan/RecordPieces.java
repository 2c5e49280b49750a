package org.virnucpro.coordinator.plan;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.ChunkLayout;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameCounts;
import org.virnucpro.common.sequence.OpenFrameFinder;

/**
 * Counts one record chunk by chunk and hands it out in pieces of a grain of cost, since how large shards may be is known only
 * when everything has been read. What belongs to the record as a whole is counted with its first piece. Used once.
 */
final class RecordPieces {

    private final OpenFrameFinder frames;
    private final CostModel costs;
    private final FastaRecord record;
    private final ChunkLayout layout;

    RecordPieces(OpenFrameFinder frames, CostModel costs, FastaRecord record) {
        this.frames = frames;
        this.costs = costs;
        this.record = record;
        this.layout = frames.chunker().layout(record);
    }

    /** Hands out the pieces in order, the whole record when it costs at most {@code grainMillis}; returns their work. */
    Work forEach(long grainMillis, Consumer<Segment> pieces) {
        Work total = Work.NONE;
        Work piece = Work.NONE;
        int first = 0;
        int next = 0;
        for (Iterator<Chunk> chunks = frames.chunker().chunks(record).iterator(); chunks.hasNext(); next++) {
            Work chunk = work(next, frames.count(chunks.next()));
            if (next > first && costs.millis(piece.plus(chunk)) > grainMillis) {
                pieces.accept(segment(first, next, piece));
                first = next;
                piece = Work.NONE;
            }
            piece = piece.plus(chunk);
            total = total.plus(chunk);
        }
        pieces.accept(segment(first, next, piece));
        return total;
    }

    /** The bases of a chunk that the next one does not have as well, so that bases add up. */
    private Work work(int chunk, OpenFrameCounts open) {
        int end = chunk + 1 == layout.count() ? layout.length() : layout.start(chunk + 1);
        return new Work(
                chunk == 0 ? 1 : 0,
                end - layout.start(chunk),
                1,
                open.openFrames(),
                open.bases(),
                open.residues(),
                open.squaredResidues());
    }

    private Segment segment(int first, int end, Work work) {
        return new Segment(
                record.offset(),
                record.end(),
                record.line(),
                work,
                layout.length(),
                end - first == layout.count()
                        ? Optional.empty()
                        : Optional.of(new Segment.Piece(first, end, layout.count())));
    }
}
