package org.virnucpro.coordinator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.balance.StealJson;
import org.virnucpro.coordinator.replay.RecordedRun.Change;
import org.virnucpro.coordinator.replay.RecordedRun.Change.Kind;
import org.virnucpro.coordinator.replay.RecordedRun.Done;
import org.virnucpro.coordinator.replay.RecordedRun.Queued;

/**
 * Makes a run from lines in their order. Lines of a type that it does not know are passed over. Throws
 * IllegalArgumentException where a line contradicts those before it. Not thread-safe.
 */
final class RecordingParser {

    private record Plan(RunId run, StealSettings stealing, int tasks) {}

    private final List<Queued> queued = new ArrayList<>();
    private final BitSet known = new BitSet();
    private final BitSet over = new BitSet();
    private final List<Done> done = new ArrayList<>();
    private final Map<WorkerId, Double> weights = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable Plan plan;
    private long steals;
    private int children;

    void accept(RecordedLine line) {
        String type = line.type();
        line.millis();
        if (type.equals("plan")) {
            plan(line);
            return;
        }
        if (plan == null) {
            throw new IllegalArgumentException("a line of type '" + type
                    + "' before the plan line: recordings of versions without one cannot be replayed");
        }
        switch (type) {
            case "task" -> task(line);
            case "join" -> member(line, Kind.JOIN);
            case "leave" -> member(line, Kind.LEAVE);
            case "lost" -> member(line, Kind.LOST);
            case "steal" -> {
                steals++;
                received(line);
            }
            case "retry", "adopt" -> received(line);
            case "requeue" -> handedBack(line);
            case "dead" -> dead(line);
            case "revive" -> over.clear(knownTask(line));
            case "split" -> children += line.text("reason").split(" ").length;
            case "done" -> done(line);
            case "restore" -> restored(line);
            case "poll" -> poll(line);
            default -> {}
        }
    }

    /** The run; its lines must tell how every task ended. */
    RecordedRun finish() {
        if (plan == null) {
            throw new IllegalArgumentException("there is no plan line in it");
        }
        if (known.cardinality() != plan.tasks() + children) {
            throw new IllegalArgumentException("the plan has " + (plan.tasks() + children) + " tasks, and "
                    + known.cardinality() + " have a line of their own: was the run interrupted?");
        }
        int open = known.cardinality() - over.cardinality();
        if (open > 0) {
            throw new IllegalArgumentException(open + " of " + known.cardinality()
                    + " tasks are neither done nor dead: was the run interrupted? Replay needs a finished one");
        }
        if (done.isEmpty()) {
            throw new IllegalArgumentException("no task of this run was done, so there is nothing to replay");
        }
        return new RecordedRun(plan.run(), plan.stealing(), queued, done, weights, changes, steals);
    }

    private void plan(RecordedLine line) {
        if (plan != null) {
            throw new IllegalArgumentException("a second plan line");
        }
        plan = new Plan(
                new RunId(line.text("run")), StealJson.read(line.json().path("stealing")), line.number("tasks"));
    }

    private void task(RecordedLine line) {
        int task = line.number("task");
        if (known.get(task)) {
            throw new IllegalArgumentException("a second task line of task " + task);
        }
        known.set(task);
        queued.add(new Queued(task, line.worker("destination"), line.millisOf("cost_seconds")));
    }

    private void member(RecordedLine line, Kind kind) {
        changes.add(new Change(line.millis(), kind, line.worker("source"), -1));
    }

    private void received(RecordedLine line) {
        changes.add(new Change(line.millis(), Kind.RECEIVED, line.worker("destination"), knownTask(line)));
    }

    private void handedBack(RecordedLine line) {
        changes.add(new Change(line.millis(), Kind.HANDED_BACK, line.worker("source"), knownTask(line)));
    }

    private void dead(RecordedLine line) {
        handedBack(line);
        end(line);
    }

    private void done(RecordedLine line) {
        end(line);
        long millis = line.millis();
        done.add(new Done(knownTask(line), line.worker("source"), millis - line.millisOf("elapsed_seconds"), millis));
    }

    /** A task of an earlier time of the run: nobody computed it in what was recorded. */
    private void restored(RecordedLine line) {
        end(line);
        int task = knownTask(line);
        queued.removeIf(other -> other.task() == task);
    }

    private void end(RecordedLine line) {
        int task = knownTask(line);
        if (over.get(task)) {
            throw new IllegalArgumentException("task " + task + " ends a second time");
        }
        over.set(task);
    }

    private void poll(RecordedLine line) {
        line.json().path("workers").properties().forEach(entry -> {
            JsonNode weight = entry.getValue().path("weight");
            if (weight.isNumber() && weight.doubleValue() > 0) {
                weights.put(new WorkerId(entry.getKey()), weight.doubleValue());
            }
        });
    }

    private int knownTask(RecordedLine line) {
        int task = line.number("task");
        if (!known.get(task)) {
            throw new IllegalArgumentException("task " + task + " is not in the plan");
        }
        return task;
    }
}
