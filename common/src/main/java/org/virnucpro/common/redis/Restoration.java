package org.virnucpro.common.redis;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.queue.DurableResult;

/** Sends many durable results in scripts of bounded size. */
final class Restoration {

    private static final int BATCH = 250;

    private final RedisCalls calls;
    private final RedisKeys keys;

    Restoration(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    /** Returns how many tasks are done by this. */
    int send(List<DurableResult> results) {
        int restored = 0;
        for (int start = 0; start < results.size(); start += BATCH) {
            restored += sendBatch(results.subList(start, Math.min(results.size(), start + BATCH)));
        }
        return restored;
    }

    private int sendBatch(List<DurableResult> batch) {
        List<String> arguments = new ArrayList<>(4 * batch.size());
        for (DurableResult result : batch) {
            arguments.add(result.task().toString());
            arguments.add(result.token().toString());
            arguments.add(Long.toString(result.sequences()));
            arguments.add(result.worker().value());
        }
        List<Object> reply = calls.run(RedisScript.RESTORE, keys.fixed(), arguments);
        return switch ((String) reply.get(0)) {
            case "RESTORED" -> Integer.parseInt((String) reply.get(1));
            case "BAD" ->
                throw new IllegalArgumentException(
                        "a result is not of a task of this run (place " + reply.get(1)
                                + " of a batch): its id is not below the number of planned tasks, or its token has more than 16 digits");
            case "CLOSED" -> throw new IllegalStateException("the run takes no results: it is " + reply.get(1));
            default -> throw RedisCalls.unknown(RedisScript.RESTORE, reply.get(0));
        };
    }
}
