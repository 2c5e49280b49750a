package org.virnucpro.common.sequence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * VirNucPro translates what it reads back from its chunked file, not the chunks themselves. That differs where a line of
 * that file ends with whitespace, which is lost, or starts with {@code >}, which begins a new record.
 */
final class ChunkedFile {

    private ChunkedFile() {}

    /** The chunks that come back for one chunk that was written; none has to keep its id, and some may be empty. */
    static List<Chunk> readBack(Chunk chunk) {
        return comesBackAsItIs(chunk.bases()) ? List.of(chunk) : writeAndRead(chunk);
    }

    private static boolean comesBackAsItIs(Bases bases) {
        int length = bases.length();
        for (int start = 0; start < length; start += FastaWriter.COLUMNS) {
            int last = Math.min(start + FastaWriter.COLUMNS, length) - 1;
            if (bases.at(start) == '>' || PythonText.isWhitespace(bases.at(last))) {
                return false;
            }
        }
        return true;
    }

    private static List<Chunk> writeAndRead(Chunk chunk) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Chunk> chunks = new ArrayList<>();
        try {
            new FastaWriter(file).writeWrapped(chunk.id(), chunk.bases());
            try (FastaReader reader = new FastaReader(
                    new ByteArrayInputStream(file.toByteArray()), chunk.id(), 0, ByteRange.ALL, RecordLimits.FORMAT)) {
                for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                    // Only records that became empty are rejected here, and those have no frames.
                    if (entry instanceof FastaRecord record) {
                        chunks.add(new Chunk(record.id(), record.bases()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return chunks;
    }
}
