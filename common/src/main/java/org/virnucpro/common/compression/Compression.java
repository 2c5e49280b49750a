package org.virnucpro.common.compression;

import java.util.Arrays;

/** How a file is compressed, told by its first bytes and never by its name. */
public enum Compression {
    NONE(""),
    /** Also bgzip, which is gzip of many members. */
    GZIP("gzip"),
    BZIP2("bzip2"),
    XZ("xz"),
    ZSTD("zstd");

    /** So many bytes tell. */
    public static final int HEAD_BYTES = 10;

    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] BZIP2_MAGIC = {'B', 'Z', 'h'};
    /** First block of a bzip2 stream, and the end of an empty one. */
    private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

    private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};
    private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    /** Bytes 1 to 3 of a frame without data, with which pzstd begins. */
    private static final byte[] ZSTD_SKIPPABLE = {0x2a, 0x4d, 0x18};

    private final String tool;

    Compression(String tool) {
        this.tool = tool;
    }

    /** The compression of a file with these first bytes, fewer than {@link #HEAD_BYTES} only when there are no more. */
    public static Compression of(byte[] head) {
        if (startsWith(head, 0, GZIP_MAGIC)) {
            return GZIP;
        }
        if (startsWith(head, 0, BZIP2_MAGIC) && (startsWith(head, 4, BZIP2_BLOCK) || startsWith(head, 4, BZIP2_END))) {
            return BZIP2;
        }
        if (startsWith(head, 0, XZ_MAGIC)) {
            return XZ;
        }
        boolean skippable = startsWith(head, 1, ZSTD_SKIPPABLE) && (head[0] & 0xf0) == 0x50;
        return skippable || startsWith(head, 0, ZSTD_MAGIC) ? ZSTD : NONE;
    }

    /** The program that tests and unpacks such files; empty for {@link #NONE}. */
    public String tool() {
        return tool;
    }

    /** The command that writes the uncompressed bytes of a file to standard output. */
    public String unpackCommand() {
        return this == NONE ? "cat" : tool + " -dc";
    }

    private static boolean startsWith(byte[] head, int from, byte[] magic) {
        int end = from + magic.length;
        return head.length >= end && Arrays.equals(head, from, end, magic, 0, magic.length);
    }
}
