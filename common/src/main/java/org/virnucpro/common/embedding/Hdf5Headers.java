package org.virnucpro.common.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Everything in front of the numbers of an HDF5 file with two contiguous datasets in its root group, {@code embeddings}
 * (float32 [rows, width]) and {@code sequence_ids} (UTF-8 strings of variable length [rows]). All places but those of the
 * datasets' content are fixed. Structures of version 0 and 1, which every HDF5 library reads.
 *
 * @param rows first dimension of both
 * @param width second dimension of the embeddings
 * @param end size of the file
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification</a>
 */
record Hdf5Headers(long rows, int width, long end) {
    /** Where the numbers begin. */
    static final long EMBEDDINGS = 2048;
    /** Bytes of a string in its dataset: length, address of its collection, index in it. */
    static final int STRING_BYTES = 16;

    private static final long UNDEFINED = -1;
    private static final int LEAF_K = 4;
    private static final int INTERNAL_K = 16;

    private static final int ROOT = 96;
    private static final int TREE = 136;
    private static final int HEAP = 680;
    private static final int NAMES = 712;
    private static final int SYMBOLS = 752;
    private static final int EMBEDDINGS_HEADER = 1080;
    private static final int IDS_HEADER = 1208;

    private static final String[] DATASETS = {"embeddings", "sequence_ids"};
    /** Offsets of the names in the heap; the name of the root group, an empty one, is the first. */
    private static final int[] NAME_OFFSETS = {8, 24};

    private static final int NAMES_BYTES = 40;

    private static final int DATASPACE_MESSAGE = 0x01;
    private static final int DATATYPE_MESSAGE = 0x03;
    private static final int FILL_MESSAGE = 0x05;
    private static final int LAYOUT_MESSAGE = 0x08;
    private static final int SYMBOL_TABLE_MESSAGE = 0x11;

    /** Where the references to the strings begin. */
    long identifiers() {
        return EMBEDDINGS + rows * width * Float.BYTES;
    }

    /** Where the collections of strings begin. */
    long texts() {
        return identifiers() + rows * STRING_BYTES;
    }

    byte[] encode() {
        ByteBuffer file = ByteBuffer.allocate((int) EMBEDDINGS).order(ByteOrder.LITTLE_ENDIAN);
        superblock(file);
        header(file, ROOT, 1, 24);
        message(file, SYMBOL_TABLE_MESSAGE, 16).putLong(TREE).putLong(HEAP);
        group(file);
        header(file, EMBEDDINGS_HEADER, 4, 112);
        dataspace(file, rows, width);
        float32(file);
        fillAndLayout(file, EMBEDDINGS, rows * width * Float.BYTES);
        header(file, IDS_HEADER, 4, 96);
        dataspace(file, rows);
        utf8Strings(file);
        fillAndLayout(file, identifiers(), rows * STRING_BYTES);
        return file.array();
    }

    private void superblock(ByteBuffer file) {
        file.position(0);
        file.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        file.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
        file.putShort((short) LEAF_K).putShort((short) INTERNAL_K).putInt(0);
        file.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
        // The entry of the root group, which holds the addresses of its tree and heap.
        file.putLong(0).putLong(ROOT).putInt(1).putInt(0).putLong(TREE).putLong(HEAP);
    }

    private static void group(ByteBuffer file) {
        file.position(TREE);
        file.put("TREE".getBytes(US_ASCII)).put((byte) 0).put((byte) 0).putShort((short) 1);
        file.putLong(UNDEFINED).putLong(UNDEFINED);
        file.putLong(0).putLong(SYMBOLS).putLong(NAME_OFFSETS[DATASETS.length - 1]);
        file.position(HEAP);
        // Free list 1: there is no free block.
        file.put("HEAP".getBytes(US_ASCII))
                .putInt(0)
                .putLong(NAMES_BYTES)
                .putLong(1)
                .putLong(NAMES);
        for (int i = 0; i < DATASETS.length; i++) {
            file.position(NAMES + NAME_OFFSETS[i]);
            file.put(DATASETS[i].getBytes(US_ASCII));
        }
        file.position(SYMBOLS);
        file.put("SNOD".getBytes(US_ASCII)).put((byte) 1).put((byte) 0).putShort((short) DATASETS.length);
        file.putLong(NAME_OFFSETS[0])
                .putLong(EMBEDDINGS_HEADER)
                .putLong(0)
                .putLong(0)
                .putLong(0);
        file.putLong(NAME_OFFSETS[1]).putLong(IDS_HEADER).putLong(0).putLong(0).putLong(0);
    }

    /** Begins an object header; its messages follow. */
    private static void header(ByteBuffer file, int place, int messages, int messageBytes) {
        file.position(place);
        file.put((byte) 1)
                .put((byte) 0)
                .putShort((short) messages)
                .putInt(1)
                .putInt(messageBytes)
                .putInt(0);
    }

    private static ByteBuffer message(ByteBuffer file, int type, int bytes) {
        return file.putShort((short) type).putShort((short) bytes).putInt(0);
    }

    private static void dataspace(ByteBuffer file, long... dimensions) {
        message(file, DATASPACE_MESSAGE, 8 + 8 * dimensions.length);
        file.put((byte) 1).put((byte) dimensions.length).putShort((short) 0).putInt(0);
        for (long dimension : dimensions) {
            file.putLong(dimension);
        }
    }

    /** IEEE 754 little-endian: sign at bit 31, exponent of 8 bits at 23 with bias 127, mantissa of 23 bits at 0. */
    private static void float32(ByteBuffer file) {
        message(file, DATATYPE_MESSAGE, 24);
        file.put(new byte[] {0x11, 0x20, 31, 0}).putInt(Float.BYTES);
        file.putShort((short) 0)
                .putShort((short) 32)
                .put(new byte[] {23, 8, 0, 23})
                .putInt(127);
        file.putInt(0);
    }

    /** Variable length (class 9) of kind string, over UTF-8 characters (class 3) of one byte. */
    private static void utf8Strings(ByteBuffer file) {
        message(file, DATATYPE_MESSAGE, 16);
        file.put(new byte[] {0x19, 0x01, 0x01, 0}).putInt(STRING_BYTES);
        file.put(new byte[] {0x13, 0x10, 0, 0}).putInt(1);
    }

    private static void fillAndLayout(ByteBuffer file, long address, long bytes) {
        // Version 2, space allocated late, fill value written if set, none set.
        message(file, FILL_MESSAGE, 8).put(new byte[] {2, 2, 2, 0}).putInt(0);
        message(file, LAYOUT_MESSAGE, 24).put(new byte[] {3, 1});
        file.putLong(bytes == 0 ? UNDEFINED : address).putLong(bytes);
        file.putInt(0).putShort((short) 0);
    }
}
