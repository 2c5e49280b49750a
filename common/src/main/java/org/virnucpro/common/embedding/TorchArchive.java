package org.virnucpro.common.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The ZIP container of {@code torch.save}: all entries stored, below one folder. Not thread-safe. */
final class TorchArchive implements Closeable {
    private static final String FOLDER = "archive/";
    /** The first moment that ZIP can say: the same bytes at any time. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int PIECE_BYTES = 1 << 16;

    private final ZipOutputStream zip;

    TorchArchive(Path file) throws IOException {
        zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), PIECE_BYTES));
        zip.setMethod(ZipOutputStream.STORED);
    }

    void text(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        begin(name, bytes.length, checksum.getValue());
        zip.write(bytes);
        zip.closeEntry();
    }

    /** The content of a file, which is read twice: a stored entry begins with its checksum. */
    void file(String name, Path content) throws IOException {
        CRC32 checksum = new CRC32();
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = Files.newInputStream(content)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                checksum.update(piece, 0, count);
            }
        }
        begin(name, Files.size(content), checksum.getValue());
        Files.copy(content, zip);
        zip.closeEntry();
    }

    private void begin(String name, long bytes, long checksum) throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(checksum);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
