package org.virnucpro.common.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The strings of an HDF5 file, in global heap collections, and the references to them. Holds one collection. Not
 * thread-safe.
 */
final class Hdf5Texts {
    private static final int SMALLEST_COLLECTION = 4096;
    private static final int FULL = 1 << 16;
    private static final int HEADER_BYTES = 16;

    private final FileRegion references;
    private final FileRegion collections;
    private final List<byte[]> texts = new ArrayList<>();
    private int used = HEADER_BYTES;

    Hdf5Texts(FileRegion references, FileRegion collections) {
        this.references = references;
        this.collections = collections;
    }

    void add(byte[] text) throws IOException {
        if (used + HEADER_BYTES + padded(text.length) > FULL) {
            endCollection();
        }
        texts.add(text);
        used += text.length == 0 ? 0 : HEADER_BYTES + padded(text.length);
    }

    void finish() throws IOException {
        endCollection();
        references.flush();
        collections.flush();
    }

    private void endCollection() throws IOException {
        long address = collections.position();
        int size = Math.max(SMALLEST_COLLECTION, used);
        if (used > HEADER_BYTES) {
            collections
                    .room(HEADER_BYTES)
                    .put(new byte[] {'G', 'C', 'O', 'L', 1, 0, 0, 0})
                    .putLong(size);
        }
        int index = 0;
        for (byte[] text : texts) {
            boolean empty = text.length == 0;
            ByteBuffer reference = references.room(Hdf5Headers.STRING_BYTES);
            reference.putInt(text.length).putLong(empty ? 0 : address).putInt(empty ? 0 : ++index);
            if (!empty) {
                collections
                        .room(HEADER_BYTES)
                        .putShort((short) index)
                        .putShort((short) 1)
                        .putInt(0)
                        .putLong(text.length);
                collections.put(text, text.length);
                collections.put(new byte[8], padded(text.length) - text.length);
            }
        }
        if (used > HEADER_BYTES && size > used) {
            // What is left is an object of index 0, without a header where there is no room for one.
            byte[] rest = new byte[size - used];
            if (rest.length >= HEADER_BYTES) {
                ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN).putLong(8, rest.length);
            }
            collections.put(rest, rest.length);
        }
        texts.clear();
        used = HEADER_BYTES;
    }

    private static int padded(int bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
