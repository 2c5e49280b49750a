package org.virnucpro.common.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Writes little-endian bytes one after the other from a place in a file on; buffered. Not thread-safe. */
final class FileRegion {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long flushed;

    FileRegion(FileChannel channel, long start) {
        this.channel = channel;
        this.flushed = start;
    }

    /** Where the next byte goes. */
    long position() {
        return flushed + buffer.position();
    }

    /** Room for so many bytes, at most 4096, to be put at once. */
    ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    void put(byte[] bytes, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int now = Math.min(count - done, room(1).remaining());
            buffer.put(bytes, done, now);
            done += now;
        }
    }

    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            flushed += channel.write(buffer, flushed);
        }
        buffer.clear();
    }
}
