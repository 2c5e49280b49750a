package org.virnucpro.common.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads histories. */
public final class HistoryFile {

    private HistoryFile() {}

    /**
     * All events in the order of the file. A last line without an end was torn by a SIGKILL and is left out.
     *
     * @throws IOException when the file cannot be read, or a line is none of a history; the message names the line
     */
    public static List<HistoryEvent> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<HistoryEvent> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    events.add(json.readValue(line, HistoryEvent.class));
                } catch (JsonProcessingException wrong) {
                    if (!lines.ready() && !endsWithNewline(file)) {
                        break;
                    }
                    throw new IOException(
                            file + ", line " + number + " is no line of a history: " + wrong.getOriginalMessage(),
                            wrong);
                }
            }
        }
        return events;
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        byte[] last = new byte[1];
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - 1));
            channel.read(java.nio.ByteBuffer.wrap(last));
        }
        return last[0] == '\n';
    }
}
