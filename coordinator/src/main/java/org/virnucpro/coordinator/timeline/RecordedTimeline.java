package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.ByteLines;
import org.virnucpro.coordinator.replay.RecordingException;

/**
 * The timeline of a file of events.
 *
 * @param cutOff whether the file ends within a line: what wrote it was stopped
 */
public record RecordedTimeline(RunTimeline timeline, boolean cutOff) {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads a whole file; the run need not be over.
     *
     * @throws RecordingException when it cannot be read, or a line is none of events.jsonl; names file and line
     */
    public static RecordedTimeline read(Path file) throws RecordingException {
        RunTimeline timeline = new RunTimeline();
        try (ByteLines lines = ByteLines.open(file)) {
            byte @Nullable [] line = lines.next();
            while (line != null) {
                accept(timeline, line, file, lines.read());
                line = lines.next();
            }
            return new RecordedTimeline(timeline, false);
        } catch (ByteLines.BrokenLineException broken) {
            return new RecordedTimeline(timeline, true);
        } catch (NoSuchFileException absent) {
            throw new RecordingException("there is no " + file);
        } catch (IOException failure) {
            throw new RecordingException("cannot read " + file + ": " + failure);
        }
    }

    static void accept(RunTimeline timeline, byte[] line, Path file, long number) throws RecordingException {
        try {
            timeline.accept(JSON.readTree(line));
        } catch (IOException | IllegalArgumentException damage) {
            throw new RecordingException(file + ", line " + number + ": "
                    + String.valueOf(damage.getMessage()).lines().findFirst().orElse("damaged")
                    + "; is it an events.jsonl?");
        }
    }
}
