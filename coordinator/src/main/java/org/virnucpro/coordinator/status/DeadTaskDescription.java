package org.virnucpro.coordinator.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailedAttempt;

/** A dead task as {@code retry --json} shows it. */
public final class DeadTaskDescription {

    private DeadTaskDescription() {}

    /** With every attempt that counted. */
    public static Map<String, Object> of(DeadTask dead) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("task", dead.task().id().index());
        described.put("input", dead.task().shard().input());
        described.put("line", dead.task().shard().line());
        described.put("records", dead.task().shard().records());
        described.put("cause", dead.cause());
        List<Map<String, Object>> attempts = new ArrayList<>();
        for (FailedAttempt attempt : dead.attempts()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", attempt.time().toString());
            line.put("worker", attempt.worker().value());
            line.put("kind", attempt.kind().name().toLowerCase(Locale.ROOT));
            line.put("cause", attempt.cause());
            attempts.add(line);
        }
        described.put("attempts", attempts);
        return described;
    }
}
