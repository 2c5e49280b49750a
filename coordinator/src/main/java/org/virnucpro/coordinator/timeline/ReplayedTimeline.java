package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.ByteLines;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.replay.RecordedLine;
import org.virnucpro.coordinator.replay.RecordingException;

/** A recorded run that goes on as it went, from the moment of the first look. Thread-safe. */
public final class ReplayedTimeline implements Timelines {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A line and when it was written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    private record Timed(long time, byte[] line, long number) {}

    private final Path file;
    private final List<Timed> lines;
    private final RunContext recorded;
    private final double speed;
    private final Ticker ticker;
    private final RunTimeline timeline = new RunTimeline();
    private long started = Long.MIN_VALUE;
    private int next;

    private ReplayedTimeline(Path file, List<Timed> lines, RunContext recorded, double speed, Ticker ticker) {
        this.file = file;
        this.lines = lines;
        this.recorded = recorded;
        this.speed = speed;
        this.ticker = ticker;
    }

    /**
     * Reads a recording.
     *
     * @param recorded what is known of the run beside its lines
     * @param speed seconds of the run per second; above 0
     * @throws RecordingException when a line is damaged, or there is none
     */
    public static ReplayedTimeline read(Path file, RunContext recorded, double speed, Ticker ticker)
            throws RecordingException {
        RunTimeline check = new RunTimeline();
        List<Timed> lines = new ArrayList<>();
        try (ByteLines reader = ByteLines.open(file)) {
            byte @Nullable [] line = reader.next();
            while (line != null) {
                RecordedTimeline.accept(check, line, file, reader.read());
                lines.add(new Timed(time(line), line, reader.read()));
                line = reader.next();
            }
        } catch (ByteLines.BrokenLineException cutOff) {
            // what is whole can be shown
        } catch (IOException failure) {
            throw new RecordingException("cannot read " + file + ": " + failure);
        }
        if (lines.isEmpty()) {
            throw new RecordingException(file + " is empty: no run is recorded in it");
        }
        return new ReplayedTimeline(file, lines, recorded, speed, ticker);
    }

    /** The name of the run; {@code recording} when the lines do not tell. */
    public synchronized String run() {
        advance();
        String name = timeline.plan().path("run").asText("");
        return name.isEmpty() ? "recording" : name;
    }

    /** Whether all lines have been played. */
    public synchronized boolean isOver() {
        advance();
        return next == lines.size();
    }

    @Override
    public synchronized Optional<TimelineView> of(RunId run) {
        advance();
        boolean over = next == lines.size();
        RunContext context = new RunContext(
                over ? "recorded" : "replay",
                over ? "finished" : "open",
                recorded.settings(),
                over ? recorded.result() : Map.of(),
                recorded.inputs(),
                recorded.workers(),
                Map.of(),
                recorded.notes());
        return Optional.of(TimelineView.of(timeline, context));
    }

    private void advance() {
        if (started == Long.MIN_VALUE) {
            started = ticker.nanos();
        }
        double played = (double) (ticker.nanos() - started) / NANOS_PER_MILLI * speed;
        long now = lines.get(0).time() + Math.round(played);
        while (next < lines.size() && (next == 0 || lines.get(next).time() <= now)) {
            Timed line = lines.get(next++);
            try {
                RecordedTimeline.accept(timeline, line.line(), file, line.number());
            } catch (RecordingException impossible) {
                throw new IllegalStateException("a line was read before", impossible);
            }
        }
        if (next < lines.size()) {
            timeline.advance(now);
        }
    }

    private static long time(byte[] line) throws IOException {
        JsonNode json = RecordedTimeline.JSON.readTree(line);
        return new RecordedLine(json).millis();
    }
}
