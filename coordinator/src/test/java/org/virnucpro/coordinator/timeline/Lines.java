package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/** Lines of events.jsonl, by seconds after the beginning, into one timeline. */
final class Lines {

    static final Instant START = Instant.parse("2026-11-23T18:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunTimeline timeline = new RunTimeline();

    RunTimeline timeline() {
        return timeline;
    }

    Lines plan(int tasks) {
        return add(
                0,
                "plan",
                "'run':'r1','tasks':" + tasks
                        + ",'stealing':{'enabled':true,'policy':'adaptive','interval_seconds':3.0}");
    }

    Lines task(int task, String home, int input) {
        return add(0, "task", "'task':" + task + ",'destination':'" + home + "','cost_seconds':1,'input':" + input);
    }

    Lines join(double second, String worker) {
        return add(second, "join", "'source':'" + worker + "'");
    }

    Lines lost(double second, String worker) {
        return add(second, "lost", "'source':'" + worker + "'");
    }

    Lines steal(double second, int task, String victim, String thief) {
        return move(second, "steal", task, victim, thief);
    }

    Lines move(double second, String type, int task, String from, String to) {
        return add(second, type, "'task':" + task + ",'source':'" + from + "','destination':'" + to + "'");
    }

    Lines done(double second, int task, String worker, double elapsed, int sequences) {
        return add(
                second,
                "done",
                "'task':" + task + ",'source':'" + worker + "','elapsed_seconds':" + elapsed + ",'sequences':"
                        + sequences);
    }

    Lines failed(double second, String type, int task, String worker, double elapsed, String reason) {
        return add(
                second,
                type,
                "'task':" + task + ",'source':'" + worker + "','elapsed_seconds':" + elapsed + ",'reason':'" + reason
                        + "'");
    }

    Lines poll(double second, String fields) {
        return add(second, "poll", fields);
    }

    Lines add(double second, String type, String fields) {
        String time = START.plusMillis(Math.round(second * 1000)).toString();
        return add(String.format(Locale.ROOT, "{'time':'%s','type':'%s',%s}", time, type, fields));
    }

    Lines add(String line) {
        try {
            timeline.accept(JSON.readTree(line.replace('\'', '"')));
            return this;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    JsonNode json() {
        return json(RunContext.RECORDED);
    }

    JsonNode json(RunContext context) {
        try {
            return JSON.readTree(TimelineJson.bytes(timeline, context));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
