package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Copies records of a FASTA file as they are in it, header, line ends and all; from front to back, with flat memory. Not
 * thread-safe.
 */
public final class RecordBytes implements Closeable {
    private static final int PIECE_BYTES = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final byte[] piece = new byte[PIECE_BYTES];
    private long position;

    private RecordBytes(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Opens a file, plain or compressed as {@link FastaReader} reads it. */
    public static RecordBytes open(Path file) throws IOException {
        return new RecordBytes(file, FastaBytes.open(file, 0));
    }

    /**
     * Copies a record; one that ends without a line end, at the end of the file, gets one.
     *
     * @param record behind the records copied before
     * @throws IOException when the file ends before the record does
     */
    public void copy(FastaEntry record, OutputStream out) throws IOException {
        if (record.offset() < position) {
            throw new IllegalArgumentException("record at " + record.offset() + " is in front of " + position);
        }
        in.skipNBytes(record.offset() - position);
        position = record.offset();
        byte last = '\n';
        while (position < record.end()) {
            int count = in.read(piece, 0, (int) Math.min(piece.length, record.end() - position));
            if (count < 0) {
                throw new IOException(file + " ends inside a record; was it changed meanwhile?");
            }
            out.write(piece, 0, count);
            position += count;
            last = count == 0 ? last : piece[count - 1];
        }
        if (last != '\n' && last != '\r') {
            out.write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
