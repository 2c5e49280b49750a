package org.virnucpro.common.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making. Not thread-safe. */
final class Sha256 {

    private static final int PIECE_BYTES = 1 << 20;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void text(String text) {
        digest.update(text.getBytes(UTF_8));
    }

    /** Name, length and content, so that no two lists of files give the same bytes. */
    void file(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            long size = Files.size(file);
            text(file.getFileName() + "\n" + size + "\n");
            byte[] piece = new byte[PIECE_BYTES];
            long read = 0;
            for (int now = bytes.read(piece); now >= 0; now = bytes.read(piece)) {
                digest.update(piece, 0, now);
                read += now;
            }
            if (read != size) {
                throw new ModelsException(file + ": changed while it was read: try again");
            }
        } catch (NoSuchFileException e) {
            throw new ModelsException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelsException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
