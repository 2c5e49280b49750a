package org.virnucpro.common.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/**
 * The names of all keys. Those of a run share one hash slot, so that scripts may touch all of them; what they hold is said
 * in {@code lua/run/prologue.lua}.
 */
final class RedisKeys {

    /** Hash: worker to "ms incarnation asked json". */
    static final String WORKERS = "vnp:workers";
    /** Sorted set: run by priority. */
    static final String RUNS = "vnp:runs";
    /** Sorted set: coordinator by the time until which it counts as alive. */
    static final String COORDINATORS = "vnp:coordinators";
    /** Channel that wakes idle workers and waiting clients; the scripts of a run know it by name, too. */
    static final String NUDGE = "vnp:nudge";
    /** Channel of requests to workers; the message is a worker. */
    static final String DRAIN = "vnp:drain";

    private static final List<String> FIXED = List.of(
            "meta", "st", "tok", "lz", "lh", "sl", "wi", "cnt", "rw", "ev", "dead", "rq", "big", "at", "later",
            "tries");

    private final String prefix;
    private final List<Object> fixed;

    RedisKeys(RunId run) {
        prefix = "vnp:{" + run + "}:";
        fixed = FIXED.stream().map(name -> (Object) (prefix + name)).toList();
    }

    String meta() {
        return prefix + "meta";
    }

    String states() {
        return prefix + "st";
    }

    String tokens() {
        return prefix + "tok";
    }

    String members() {
        return prefix + "wi";
    }

    /** Hash with a field for every worker that has a queue. */
    String costs() {
        return prefix + "rw";
    }

    String events() {
        return prefix + "ev";
    }

    String dead() {
        return prefix + "dead";
    }

    String tries() {
        return prefix + "tries";
    }

    String owner() {
        return prefix + "owner";
    }

    String queue(WorkerId owner) {
        return prefix + "q:" + owner;
    }

    /** The keys that every script of the run gets, in the order of the prologue. */
    List<Object> fixed() {
        return fixed;
    }

    /** The place of the retry list among {@link #fixed()}, counted from 1 as Lua does. */
    static int retryPosition() {
        return FIXED.indexOf("rq") + 1;
    }

    /** {@link #fixed()} and the queues of these workers. */
    List<Object> withQueues(Collection<WorkerId> owners) {
        List<Object> keys = new ArrayList<>(fixed.size() + owners.size());
        Stream.concat(fixed.stream(), owners.stream().map(this::queue)).forEach(keys::add);
        return keys;
    }
}
