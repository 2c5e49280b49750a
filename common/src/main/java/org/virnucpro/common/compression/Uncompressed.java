package org.virnucpro.common.compression;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Opens compressed data. */
public final class Uncompressed {

    private Uncompressed() {}

    /**
     * The uncompressed bytes of a stream, plain or compressed in one or more pieces one after another. Memory is bounded by
     * some 130 MiB whatever the data claim, and mostly far less.
     *
     * @param raw from its start; closed with the result
     * @param file names it in messages
     * @throws CompressionException when the first piece is damaged; reading the result throws it for what follows
     */
    public static InputStream of(InputStream raw, String file) throws IOException {
        return of(raw.readNBytes(Compression.HEAD_BYTES), raw, file);
    }

    /** The same for a stream whose first {@link Compression#HEAD_BYTES} bytes have been read. */
    public static InputStream of(byte[] head, InputStream raw, String file) throws IOException {
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), raw);
        Compression format = Compression.of(head);
        return switch (format) {
            case NONE -> whole;
            case GZIP -> new GzipMembers(whole, file);
            default -> UnpackedStream.of(format, whole, file);
        };
    }
}
