package org.virnucpro.worker.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a model as the hub describes it.
 *
 * @param name relative to the model
 * @param bytes its size
 * @param digest of its content: SHA-256 for large files, the id that Git gives it (SHA-1) for the others; names it in the
 *     cache, too
 */
record HubFile(String name, long bytes, String digest) {

    private static final int SHA256_DIGITS = 64;
    private static final int PIECE = 1 << 20;

    /** Whether the file at {@code path} has this content. */
    boolean isContentOf(Path path) throws IOException {
        MessageDigest sum = digest(digest.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1");
        if (digest.length() != SHA256_DIGITS) {
            sum.update(("blob " + Files.size(path) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sum.update(piece, 0, read);
            }
        }
        return HexFormat.of().formatHex(sum.digest()).equals(digest);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
