package org.virnucpro.common.sequence;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.virnucpro.common.compression.Compression;
import org.virnucpro.common.compression.CompressionException;
import org.virnucpro.common.compression.Uncompressed;

/**
 * The uncompressed bytes of a FASTA file, of which the first are looked at so that other kinds of files are refused. What
 * cannot be unpacked is a {@link FastaException}. Not thread-safe.
 */
final class FastaBytes extends FilterInputStream {

    private FastaBytes(InputStream in) {
        super(in);
    }

    /**
     * The bytes of {@code file} from {@code start} on. A start of 0 needs no seeks, so that pipes can be read; only then the
     * content is looked at.
     */
    static InputStream open(Path file, long start) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            InputStream raw = Channels.newInputStream(channel);
            if (start == 0) {
                return of(raw, file.toString());
            }
            byte[] head = raw.readNBytes(Compression.HEAD_BYTES);
            if (Compression.of(head) == Compression.NONE) {
                channel.position(start);
                return raw;
            }
            InputStream bytes = uncompressed(head, raw, file.toString());
            bytes.skipNBytes(start);
            return bytes;
        } catch (EOFException e) {
            channel.close();
            return InputStream.nullInputStream();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The bytes of a stream from its start. */
    static InputStream of(InputStream raw, String name) throws IOException {
        byte[] head = raw.readNBytes(Compression.HEAD_BYTES);
        InputStream bytes = uncompressed(head, raw, name);
        byte[] content = bytes.readNBytes(ForeignContent.LOOK_AT_BYTES);
        new ForeignContent(content, name, Compression.of(head)).refuse();
        return new SequenceInputStream(new ByteArrayInputStream(content), bytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            return in.read(target, from, length);
        } catch (CompressionException damaged) {
            throw unreadable(damaged);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return in.skip(count);
        } catch (CompressionException damaged) {
            throw unreadable(damaged);
        }
    }

    private static InputStream uncompressed(byte[] head, InputStream raw, String name) throws IOException {
        try {
            return new FastaBytes(Uncompressed.of(head, raw, name));
        } catch (CompressionException damaged) {
            throw unreadable(damaged);
        }
    }

    private static FastaException unreadable(CompressionException damaged) {
        return new FastaException(String.valueOf(damaged.getMessage()), damaged);
    }
}
