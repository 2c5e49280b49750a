package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of run.json. Its last key, {@code manifest_sha256}, is the digest of the text with that key taken out, so that an
 * altered byte is noticed here, too.
 */
public final class ManifestFile {

    /** Name of the file in an output folder. */
    public static final String NAME = "run.json";

    private static final String KEY = ",\n  \"manifest_sha256\" : \"";
    private static final String END = "\"\n}\n";
    private static final Pattern DIGEST = Pattern.compile(Pattern.quote(KEY) + "([0-9a-f]{64})" + Pattern.quote(END));

    private ManifestFile() {}

    /** Writes a manifest with its digest. */
    static void write(Path file, Map<String, Object> manifest) throws IOException {
        String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(manifest);
        String open = text.substring(0, text.lastIndexOf("\n}"));
        Files.writeString(file, open + KEY + digest(open) + END);
    }

    /** The content, whatever its digest. */
    public static JsonNode read(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException damaged) {
            throw new IOException(file + " is damaged: " + damaged.getOriginalMessage(), damaged);
        }
    }

    /** Whether every byte is as it was written. */
    public static boolean isIntact(Path file) throws IOException {
        // bytes that are no UTF-8 become other ones here, which the digest shows
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int place = text.lastIndexOf(KEY);
        if (place < 0) {
            return false;
        }
        Matcher digest = DIGEST.matcher(text.substring(place));
        return digest.matches() && digest.group(1).equals(digest(text.substring(0, place)));
    }

    private static String digest(String text) {
        MessageDigest sha256 = InputDigests.sha256();
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
