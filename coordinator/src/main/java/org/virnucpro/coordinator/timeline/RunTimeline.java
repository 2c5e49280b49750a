package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.virnucpro.coordinator.replay.RecordedLine;
import org.virnucpro.coordinator.timeline.Block.Way;
import org.virnucpro.coordinator.timeline.Failures.Kind;

/**
 * A run as its page shows it, built from lines of events.jsonl (docs/events.md) in their order. It serves a run that goes on
 * as well as a recorded one, and one whose first lines are missing. Memory is bounded by the workers and by the tasks that
 * are under way: finished tasks are blocks, of which a lane keeps {@link Lane#MOST_BLOCKS}. Not thread-safe.
 */
public final class RunTimeline {

    /** How a task came to where it is, until it ends. */
    private record Receipt(Way way, String from, String to) {}

    private final SortedMap<String, Lane> lanes = new TreeMap<>(new NaturalOrder());
    private final Map<String, BinnedRate> rates = new HashMap<>();
    private final BinnedRate total = new BinnedRate();
    private final Steals steals = new Steals();
    private final Failures failures = new Failures();
    private final PollSeries polls = new PollSeries();
    private final Map<Integer, Receipt> receipts = new HashMap<>();
    private final Map<Integer, Integer> inputs = new HashMap<>();
    private JsonNode plan = MissingNode.getInstance();
    private JsonNode sample = MissingNode.getInstance();
    private long done;
    private long origin = Long.MIN_VALUE;
    private long firstTake = Long.MAX_VALUE;
    private long now;
    private long revision;

    /**
     * Takes the next line; one of an unknown type only moves the time.
     *
     * @throws IllegalArgumentException when a field is missing or is no such value; names it
     */
    public void accept(JsonNode json) {
        RecordedLine line = new RecordedLine(json);
        long time = line.millis();
        revision++;
        if (origin == Long.MIN_VALUE) {
            origin = time;
            now = time;
        }
        now = Math.max(now, time);
        switch (line.type()) {
            case "plan" -> plan = json;
            case "task" -> task(line);
            case "join" -> lane(line.text("source")).join(time);
            case "leave" -> lane(line.text("source")).leave(time);
            case "lost" -> {
                lane(line.text("source")).leave(time);
                failures.add(time, Kind.LOST, Block.UNKNOWN, line.text("source"), "");
            }
            case "steal" -> steal(line, time);
            case "adopt" -> received(line, Way.ADOPTED);
            case "retry" -> received(line, Way.RETRIED);
            case "requeue" -> failed(line, time, Kind.REQUEUE);
            case "dead" -> failed(line, time, Kind.DEAD);
            case "split" -> failures.add(time, Kind.SPLIT, line.number("task"), "", reason(json));
            case "revive" -> failures.add(time, Kind.REVIVE, line.number("task"), "", reason(json));
            case "done" -> done(line, time);
            case "poll" -> poll(json, time);
            default -> {}
        }
    }

    /** Time goes on without a line. */
    void advance(long time) {
        now = Math.max(now, time);
    }

    /** Grows with every line; the same number means the same timeline. */
    public long revision() {
        return revision;
    }

    /** Milliseconds of the broker's clock of the latest line; 0 before the first one. */
    public long now() {
        return now;
    }

    /** The number of tasks that are done, as far as the lines tell. */
    public long done() {
        return done;
    }

    Lane lane(String worker) {
        return lanes.computeIfAbsent(worker, absent -> new Lane());
    }

    /** By name, gpu-2 before gpu-10. */
    SortedMap<String, Lane> lanes() {
        return lanes;
    }

    Map<String, BinnedRate> rates() {
        return rates;
    }

    BinnedRate total() {
        return total;
    }

    Steals steals() {
        return steals;
    }

    Failures failures() {
        return failures;
    }

    PollSeries polls() {
        return polls;
    }

    JsonNode plan() {
        return plan;
    }

    JsonNode sample() {
        return sample;
    }

    /** The first line's time. */
    long origin() {
        return origin == Long.MIN_VALUE ? 0 : origin;
    }

    /** When the first task was taken; the first line's time before that. */
    long firstTake() {
        return firstTake == Long.MAX_VALUE ? origin() : Math.max(origin(), firstTake);
    }

    private void task(RecordedLine line) {
        lane(line.text("destination")).plan();
        if (line.json().hasNonNull("input")) {
            inputs.put(line.number("task"), line.number("input"));
        }
    }

    private void steal(RecordedLine line, long time) {
        String victim = line.text("source");
        String thief = line.text("destination");
        lane(victim);
        lane(thief);
        steals.add(time, victim, thief, line.number("task"));
        received(line, Way.STOLEN);
    }

    private void received(RecordedLine line, Way way) {
        String worker = line.text("destination");
        lane(worker);
        receipts.put(line.number("task"), new Receipt(way, line.text("source"), worker));
    }

    private void failed(RecordedLine line, long time, Kind kind) {
        int task = line.number("task");
        String worker = line.text("source");
        if (line.json().hasNonNull("elapsed_seconds")) {
            block(worker, task, time - line.millisOf("elapsed_seconds"), time, true);
        }
        receipts.remove(task);
        failures.add(time, kind, task, worker, reason(line.json()));
    }

    private void done(RecordedLine line, long time) {
        int task = line.number("task");
        String worker = line.text("source");
        long start = time - line.millisOf("elapsed_seconds");
        done++;
        firstTake = Math.min(firstTake, start);
        block(worker, task, start, time, false);
        receipts.remove(task);
        inputs.remove(task);
        failures.done(task);
        double sequences = line.json().path("sequences").asDouble(0);
        rates.computeIfAbsent(worker, absent -> new BinnedRate()).add(start - origin, time - origin, sequences);
        total.add(start - origin, time - origin, sequences);
    }

    private void block(String worker, int task, long start, long end, boolean failed) {
        Receipt receipt = receipts.get(task);
        int input = inputs.getOrDefault(task, Block.UNKNOWN);
        lane(worker)
                .add(
                        receipt != null && receipt.to().equals(worker)
                                ? Block.of(start, end, task, input, receipt.way(), receipt.from(), failed)
                                : Block.of(start, end, task, input, Way.OWN, "", failed));
    }

    private void poll(JsonNode json, long time) {
        sample = json;
        Map<String, Reading> readings = new HashMap<>();
        json.path("workers").properties().forEach(entry -> {
            lane(entry.getKey());
            readings.put(entry.getKey(), Reading.of(entry.getValue()));
        });
        polls.add(new PollSeries.Point(time, json.path("retry_depth").asLong(), readings));
    }

    private static String reason(JsonNode json) {
        return json.path("reason").asText("");
    }
}
