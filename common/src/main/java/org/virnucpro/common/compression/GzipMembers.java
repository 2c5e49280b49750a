package org.virnucpro.common.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Uncompressed bytes of a gzip file of any number of members (RFC 1952); bgzip files are such files. Unlike {@link
 * java.util.zip.GZIPInputStream} it never takes a damaged member, or a pause of a pipe, for the end of the data. Zero
 * bytes after a member are skipped, as gzip does. Not thread-safe.
 */
final class GzipMembers extends InputStream {
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final String file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private int position;
    private int limit;
    /** Bytes of the file in all fillings of {@code input}. */
    private long filled;

    private boolean insideMember;

    GzipMembers(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (insideMember || startMember()) {
            int count = inflate(target, from, length);
            if (count > 0) {
                crc.update(target, from, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw damaged("needs a preset dictionary");
            } else if (inflater.needsInput()) {
                position = limit;
                requireInput();
                inflater.setInput(input, position, limit - position);
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] target, int from, int length) throws CompressionException {
        try {
            return inflater.inflate(target, from, length);
        } catch (DataFormatException e) {
            position = limit - inflater.getRemaining();
            throw damaged("holds data that cannot be unpacked");
        }
    }

    private boolean startMember() throws IOException {
        int first = 0;
        while (first == 0) {
            if (position == limit && !fill()) {
                return false;
            }
            first = input[position++] & 0xff;
        }
        if (first != 0x1f || next() != 0x8b) {
            throw damaged("holds something else after its compressed data");
        }
        if (next() != DEFLATE) {
            throw damaged("uses an unknown compression method");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        crc.reset();
        insideMember = true;
        return true;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        if (fourBytes() != crc.getValue() || fourBytes() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw damaged("fails its checksum");
        }
        insideMember = false;
    }

    private long fourBytes() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skipText() throws IOException {
        int character = next();
        while (character != 0) {
            character = next();
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private int next() throws IOException {
        requireInput();
        return input[position++] & 0xff;
    }

    private void requireInput() throws IOException {
        if (position == limit && !fill()) {
            throw damaged("ends in the middle of its compressed data");
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(input, 0, input.length));
        filled += limit;
        return limit > 0;
    }

    private CompressionException damaged(String what) {
        return CompressionException.damaged(Compression.GZIP, file, what, filled - limit + position);
    }
}
