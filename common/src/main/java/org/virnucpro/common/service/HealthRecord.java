package org.virnucpro.common.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.service.ServiceState.Phase;

/**
 * How a process was at a time, as it writes it into a file every few seconds. An old record means that the process is gone or
 * stopped.
 *
 * @param service what it is: {@code worker gpu0}
 * @param pid of the process, as it sees itself
 * @param time by the clock of this machine
 * @param moving whether its work goes on
 * @param words what it does, for people
 */
public record HealthRecord(String service, long pid, Instant time, Phase phase, boolean moving, String words) {

    /** How old a record of a healthy process may be. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 1 << 16;

    /**
     * Reads a record.
     *
     * @throws IOException when there is none, or the file holds something else
     */
    public static HealthRecord read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode json = JSON.readTree(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
            return new HealthRecord(
                    json.required("service").asText(),
                    json.required("pid").asLong(),
                    Instant.parse(json.required("time").asText()),
                    Phase.valueOf(json.required("phase").asText().toUpperCase(Locale.ROOT)),
                    json.required("moving").asBoolean(),
                    json.required("words").asText());
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException foreign) {
            throw new IOException(file + " is not a health file of this program: " + foreign.getMessage(), foreign);
        }
    }

    /** Replaces the file in one step. */
    void write(Path file) throws IOException {
        try (AtomicFile out = AtomicFile.create(file)) {
            out.stream().write((json() + "\n").getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }

    /** The record as one line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("service", service);
        json.put("pid", pid);
        json.put("time", time.toString());
        json.put("phase", phase.name().toLowerCase(Locale.ROOT));
        json.put("moving", moving);
        json.put("words", words);
        return json.toString();
    }

    /** Whether the process serves and works, as far as can be told at this time. */
    public boolean isHealthy(Instant now) {
        return phase == Phase.SERVING && moving && isFresh(now);
    }

    /** The same for people, with the reason when it is not well. */
    public String inWords(Instant now) {
        if (!isFresh(now)) {
            return service + ": no sign of life for "
                    + Duration.between(time, now).toSeconds() + " s; it said last: " + words;
        }
        return service + ": " + (moving ? "" : "nothing moves: ")
                + (phase == Phase.SERVING ? "" : phase.name().toLowerCase(Locale.ROOT) + ": ") + words;
    }

    private boolean isFresh(Instant now) {
        return Duration.between(time, now).compareTo(FRESH) <= 0;
    }
}
