package org.virnucpro.common.compression;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes compressed files of several pieces one after another. */
public final class Packed {

    private Packed() {}

    /** Gzip members. */
    public static byte[] gzip(byte[] content, int bytesPerPiece) throws IOException {
        return of(Compression.GZIP, content, bytesPerPiece);
    }

    /** Pieces of any format. */
    public static byte[] of(Compression format, byte[] content, int bytesPerPiece) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int start = 0;
        do {
            int end = Math.min(start + bytesPerPiece, content.length);
            try (OutputStream piece = piece(format, file)) {
                piece.write(content, start, end - start);
            }
            start = end;
        } while (start < content.length);
        return file.toByteArray();
    }

    private static OutputStream piece(Compression format, OutputStream file) throws IOException {
        return switch (format) {
            case NONE -> file;
            case GZIP -> new GZIPOutputStream(file);
            case BZIP2 -> new BZip2CompressorOutputStream(file, 1);
            case XZ -> new XZOutputStream(file, new LZMA2Options(0));
            case ZSTD -> new ZstdOutputStreamNoFinalizer(file).setChecksum(true);
        };
    }
}
