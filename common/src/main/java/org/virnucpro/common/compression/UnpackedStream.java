package org.virnucpro.common.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/**
 * What a library unpacks, with every failure of it as a {@link CompressionException}; several streams one after another are
 * one. Not thread-safe.
 */
final class UnpackedStream extends InputStream {
    /** {@code xz -9} needs 65 MiB; a header may ask for 4 GiB. */
    private static final long XZ_MEMORY_KIB = 100 << 10;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Compression format;
    private final String file;
    private final CountedStream packed;
    private final InputStream unpacked;

    private UnpackedStream(Compression format, String file, CountedStream packed) throws IOException {
        this.format = format;
        this.file = file;
        this.packed = packed;
        this.unpacked = start();
    }

    /** Takes over {@code packed} when it succeeds. */
    static InputStream of(Compression format, InputStream packed, String file) throws IOException {
        return new UnpackedStream(format, file, new CountedStream(packed));
    }

    private InputStream start() throws IOException {
        InputStream buffered = new BufferedInputStream(packed, BUFFER_BYTES);
        try {
            return switch (format) {
                case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
                case XZ -> new XZInputStream(buffered, xzMemoryKib());
                case ZSTD -> new ZstdFrames(packed);
                default -> throw new IllegalArgumentException(format + " is unpacked elsewhere");
            };
        } catch (IOException | RuntimeException e) {
            throw translated(e);
        } catch (LinkageError e) {
            throw new CompressionException(
                    "the " + format.tool() + " library does not load here (" + e.getMessage() + "): unpack " + file
                            + " with " + format.unpackCommand(),
                    e);
        }
    }

    /** Less in a small heap, which the decoder would exhaust. */
    private static int xzMemoryKib() {
        return (int) Math.min(XZ_MEMORY_KIB, Runtime.getRuntime().maxMemory() / 1024 / 4);
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
        try {
            int count = unpacked.read(target, from, length);
            while (count == 0) {
                count = unpacked.read(target, from, length);
            }
            return count;
        } catch (IOException | RuntimeException e) {
            throw translated(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (packed) {
            unpacked.close();
        }
    }

    /** Decoders of damaged data fail with any exception. */
    private IOException translated(Exception failure) {
        IOException ofFile = packed.failure();
        if (ofFile != null) {
            return ofFile;
        }
        if (needsMore(failure)) {
            return new CompressionException(
                    "the " + format.tool() + " file " + file
                            + " is packed in a way that takes too much memory or is not"
                            + " supported (" + failure.getMessage() + "): unpack it (" + format.unpackCommand()
                            + (format == Compression.ZSTD ? " --long=31" : "") + ") or compress it with gzip",
                    failure);
        }
        String what = failure instanceof EOFException || isTruncation(failure)
                ? "ends in the middle of its compressed data"
                : "holds data that cannot be unpacked (" + failure.getMessage() + ")";
        return CompressionException.damaged(format, file, what, packed.count());
    }

    private static boolean needsMore(Exception failure) {
        return failure instanceof MemoryLimitException
                || failure instanceof UnsupportedOptionsException
                || (failure instanceof ZstdException zstd
                        && Math.abs(zstd.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge());
    }

    /** The bzip2 library has no exception of its own for it. */
    private static boolean isTruncation(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("unexpected end of stream");
    }
}
