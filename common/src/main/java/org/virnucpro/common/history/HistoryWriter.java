package org.virnucpro.common.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Appends to a history: one write to the operating system per line, so a line that was written survives the process. Thread-safe.
 */
public final class HistoryWriter implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final FileOutputStream out;
    private final InstantSource clock;

    /** Appends to {@code file}, which is made when absent. */
    public HistoryWriter(Path file, InstantSource clock) throws IOException {
        this.out = new FileOutputStream(file.toFile(), true);
        this.clock = clock;
    }

    public void write(HistoryEvent.Kind kind, String who, int task, long token, String detail) {
        write(new HistoryEvent(kind, clock.millis(), who, task, token, detail));
    }

    /** An event that is about no task. */
    public void write(HistoryEvent.Kind kind, String who, String detail) {
        write(kind, who, HistoryEvent.NO_TASK, 0, detail);
    }

    /** An event with a time of its own. */
    public void write(HistoryEvent event) {
        try {
            byte[] line = (json.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (this) {
                out.write(line);
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the history", failure);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
