package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the lines of events.jsonl do not tell of a run. A field that is not known is empty.
 *
 * @param source {@code live} or {@code recorded}
 * @param state of the run, as the broker has it
 * @param settings what is shown as settings of the run, in its order
 * @param result what a finished run found, from run.json
 * @param inputs names of the inputs, by index
 * @param workers facts about workers by name: host, device, engine, draining, last_seen, telemetry
 * @param dead dead tasks with all their attempts, by number
 * @param notes sentences for the reader, for instance that the recording is cut off
 */
public record RunContext(
        String source,
        String state,
        Map<String, Object> settings,
        Map<String, Object> result,
        List<String> inputs,
        Map<String, Map<String, Object>> workers,
        Map<Integer, JsonNode> dead,
        List<String> notes) {

    /** Of a recording of which nothing else is known. */
    public static final RunContext RECORDED =
            new RunContext("recorded", "", Map.of(), Map.of(), List.of(), Map.of(), Map.of(), List.of());

    public RunContext {
        inputs = List.copyOf(inputs);
        workers = Map.copyOf(workers);
        dead = Map.copyOf(dead);
        notes = List.copyOf(notes);
    }

    /** The same with other notes. */
    public RunContext withNotes(List<String> others) {
        return new RunContext(source, state, settings, result, inputs, workers, dead, others);
    }
}
