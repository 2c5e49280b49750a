package org.virnucpro.common.sequence;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Opens the uncompressed bytes of a FASTA file; compression is told by content, never by name. */
final class FastaBytes {
    private static final int MAGIC_BYTES = 10;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};
    /** First block of a bzip2 stream, and the end of an empty one. */
    private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

    private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private FastaBytes() {}

    /** The bytes of {@code file} from {@code start} on. A start of 0 needs no seeks, so that pipes can be read. */
    static InputStream open(Path file, long start) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            InputStream raw = Channels.newInputStream(channel);
            byte[] head = raw.readNBytes(MAGIC_BYTES);
            if (start > 0 && !startsWith(head, 0, GZIP)) {
                refuseUnsupported(head, file.toString());
                channel.position(start);
                return raw;
            }
            InputStream bytes = uncompressed(head, raw, file.toString());
            bytes.skipNBytes(start);
            return bytes;
        } catch (EOFException e) {
            channel.close();
            return InputStream.nullInputStream();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static InputStream uncompressed(InputStream raw, String name) throws IOException {
        return uncompressed(raw.readNBytes(MAGIC_BYTES), raw, name);
    }

    private static InputStream uncompressed(byte[] head, InputStream raw, String name) throws FastaException {
        refuseUnsupported(head, name);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), raw);
        return startsWith(head, 0, GZIP) ? new GzipMembers(whole, name) : whole;
    }

    private static void refuseUnsupported(byte[] head, String name) throws FastaException {
        if (startsWith(head, 0, XZ)) {
            throw unsupported(name, "xz", "xz -dc");
        }
        if (startsWith(head, 0, ZSTD)) {
            throw unsupported(name, "zstd", "zstd -dc");
        }
        if (startsWith(head, 0, BZIP2) && (startsWith(head, 4, BZIP2_BLOCK) || startsWith(head, 4, BZIP2_END))) {
            throw unsupported(name, "bzip2", "bzip2 -dc");
        }
    }

    private static FastaException unsupported(String name, String format, String tool) {
        return new FastaException(name + " is compressed with " + format + ", which is not supported: unpack it ("
                + tool + ") or compress it with gzip");
    }

    private static boolean startsWith(byte[] head, int from, byte[] magic) {
        int end = from + magic.length;
        return head.length >= end && Arrays.equals(head, from, end, magic, 0, magic.length);
    }
}
