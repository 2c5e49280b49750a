package org.virnucpro.worker.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Random access to the bytes that tensors lie in. Thread-safe. */
@FunctionalInterface
interface StorageBytes {

    /** Fills {@code into[0..length)} with the bytes from {@code position}; {@link EOFException} past the end. */
    void read(long position, byte[] into, int length) throws IOException;

    /** The bytes of a file. */
    static StorageBytes of(FileChannel channel) {
        return (position, into, length) -> {
            ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new EOFException("the file ends at byte " + (position + buffer.position()));
                }
            }
        };
    }
}
