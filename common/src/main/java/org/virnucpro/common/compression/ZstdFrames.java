package org.virnucpro.common.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Uncompressed bytes of any number of zstd frames (RFC 8878) with windows up to the default limit of the library, 128 MiB.
 * The library's own stream takes a file that is cut inside a second or later frame for a whole one. Not thread-safe.
 */
final class ZstdFrames extends InputStream {
    private static final int PACKED_BYTES = 1 << 16;
    private static final int UNPACKED_BYTES = 1 << 17;

    private final InputStream in;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final byte[] read = new byte[PACKED_BYTES];
    private final ByteBuffer packed = ByteBuffer.allocateDirect(PACKED_BYTES).limit(0);
    private final ByteBuffer unpacked =
            ByteBuffer.allocateDirect(UNPACKED_BYTES).limit(0);
    private boolean betweenFrames = true;

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws com.github.luben.zstd.ZstdException when a frame is damaged; unchecked */
    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!unpacked.hasRemaining()) {
            if (!packed.hasRemaining() && !fill() && betweenFrames) {
                return -1;
            }
            unpack();
        }
        int count = Math.min(length, unpacked.remaining());
        unpacked.get(target, from, count);
        return count;
    }

    /** Also without input: some output may still be inside. */
    private void unpack() throws EOFException {
        boolean hadInput = packed.hasRemaining();
        unpacked.clear();
        betweenFrames = zstd.decompressDirectByteBufferStream(unpacked, packed);
        unpacked.flip();
        if (!hadInput && !betweenFrames && !unpacked.hasRemaining()) {
            throw new EOFException();
        }
    }

    private boolean fill() throws IOException {
        int count = Math.max(0, in.read(read, 0, read.length));
        packed.clear();
        packed.put(read, 0, count).flip();
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        in.close();
    }
}
