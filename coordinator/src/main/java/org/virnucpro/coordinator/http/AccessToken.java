package org.virnucpro.coordinator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that a client needs for changes. Holds a digest of it only; never printed. */
public final class AccessToken {

    private static final int SHORTEST = 16;
    private static final int LONGEST = 4096;

    private final byte[] digest;

    private AccessToken(String text) {
        this.digest = sha256(text);
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException when it is shorter than 16 or longer than 4096 characters, or has spaces
     */
    public static AccessToken of(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new IllegalArgumentException("a token has " + SHORTEST + " to " + LONGEST + " characters, this one "
                    + text.length() + "; make one with: openssl rand -hex 32");
        }
        if (text.chars().anyMatch(at -> at <= ' ' || at > '~')) {
            throw new IllegalArgumentException("a token has no spaces and only ASCII characters");
        }
        return new AccessToken(text);
    }

    /**
     * From a file; white space around it does not count.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it holds no token
     */
    public static AccessToken read(Path file) throws IOException {
        byte[] content;
        try (var in = Files.newInputStream(file)) {
            content = in.readNBytes(2 * LONGEST);
        }
        return of(new String(content, StandardCharsets.UTF_8).strip());
    }

    /** A text that nobody can guess. */
    public static String fresh() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Whether a text is the token; takes as long for a wrong one as for the right one. */
    public boolean is(String text) {
        return MessageDigest.isEqual(digest, sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
