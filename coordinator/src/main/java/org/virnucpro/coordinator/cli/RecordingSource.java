package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.coordinator.replay.RecordingException;
import org.virnucpro.coordinator.timeline.ManifestContext;
import org.virnucpro.coordinator.timeline.RecordedTimeline;
import org.virnucpro.coordinator.timeline.RunContext;

/** An events.jsonl that a person named, by itself or by its folder, with the run.json beside it. */
final class RecordingSource {

    private final Path events;
    private final List<String> notes = new ArrayList<>();

    private RecordingSource(Path events) {
        this.events = events;
    }

    /**
     * What was named.
     *
     * @throws CommandException when there is no such file
     */
    static RecordingSource of(Path fileOrFolder) {
        Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve("events.jsonl") : fileOrFolder;
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    ExitCodes.NO_INPUT,
                    "there is no file " + file + ": name the folder of a finished run, or its events.jsonl");
        }
        return new RecordingSource(file);
    }

    Path events() {
        return events;
    }

    /**
     * Reads all of it.
     *
     * @throws CommandException when it is damaged
     */
    RecordedTimeline read() {
        try {
            RecordedTimeline recorded = RecordedTimeline.read(events);
            if (recorded.timeline().revision() == 0) {
                throw new CommandException(ExitCodes.BAD_INPUT, events + " is empty: no run is recorded in it");
            }
            if (recorded.cutOff()) {
                notes.add("The recording ends within a line: the run, or the copy of the file, was cut off.");
            }
            return recorded;
        } catch (RecordingException damaged) {
            throw new CommandException(ExitCodes.BAD_INPUT, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /** What the run.json beside it says; without one, nothing is known. */
    RunContext context() {
        Path manifest = events.resolveSibling("run.json");
        if (!Files.isRegularFile(manifest)) {
            return RunContext.RECORDED.withNotes(notes);
        }
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(manifest));
            return ManifestContext.of(json, notes);
        } catch (IOException damaged) {
            throw new CommandException(
                    ExitCodes.BAD_INPUT, manifest + " is no run.json: " + damaged.getMessage(), damaged);
        }
    }
}
