package org.virnucpro.coordinator.replay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.ByteLines;

/** Reads events.jsonl (docs/events.md). */
public final class RecordedEvents {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RecordedEvents() {}

    /**
     * The run that a file tells of.
     *
     * @throws RecordingException when the file cannot be read, a line of it is damaged, or the run was not over
     */
    public static RecordedRun read(Path file) throws RecordingException {
        try (ByteLines lines = ByteLines.open(file)) {
            RecordingParser parser = new RecordingParser();
            for (byte @Nullable [] line = lines.next(); line != null; line = lines.next()) {
                try {
                    parser.accept(new RecordedLine(JSON.readTree(line)));
                } catch (IOException | IllegalArgumentException damage) {
                    throw new RecordingException(
                            file + ", line " + lines.read() + ": " + firstLine(damage) + "; is it an events.jsonl?");
                }
            }
            return parser.finish();
        } catch (ByteLines.BrokenLineException broken) {
            throw new RecordingException(
                    file + ", " + broken.getMessage() + ": was the run interrupted? Replay needs a finished one");
        } catch (NoSuchFileException absent) {
            throw new RecordingException("there is no " + file);
        } catch (IOException failure) {
            throw new RecordingException("cannot read " + file + ": " + failure);
        } catch (IllegalArgumentException unfinished) {
            throw new RecordingException(file + ": " + unfinished.getMessage());
        }
    }

    private static String firstLine(Exception damage) {
        return String.valueOf(damage.getMessage()).lines().findFirst().orElse("damaged");
    }
}
