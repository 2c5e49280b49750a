package org.virnucpro.common.redis;

import java.util.List;
import java.util.function.Function;
import org.virnucpro.common.task.WorkerId;

/**
 * Remembers whose queues a run has. A script may touch only keys that it is given, so a script that is about all queues gets
 * those known here, and answers with the full list when there are more. Thread-safe.
 */
final class QueueNames {

    private volatile List<WorkerId> known = List.of();

    /** Calls a script until it was given all queues. */
    List<Object> callWithAll(Function<List<WorkerId>, List<Object>> script) {
        List<Object> reply = script.apply(known);
        while (reply.get(0).equals("UNKNOWN")) {
            known = reply.stream()
                    .skip(1)
                    .map(name -> new WorkerId((String) name))
                    .toList();
            reply = script.apply(known);
        }
        return reply;
    }

    static List<String> texts(List<WorkerId> workers) {
        return workers.stream().map(WorkerId::value).toList();
    }
}
