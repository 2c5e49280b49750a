package org.virnucpro.common.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.WorkerId;

/** The workers of a run: who has joined, who is leaving, whose queue is open to all. Thread-safe. */
final class RunMembers {

    private static final String DEPARTED = "departed ";
    private static final String DRAINING = "draining ";
    private static final String NO_INCARNATION = "-";

    private final RedissonClient client;
    private final RunScripts scripts;
    private final RedisKeys keys;

    RunMembers(RedissonClient client, RunScripts scripts, RedisKeys keys) {
        this.client = client;
        this.scripts = scripts;
        this.keys = keys;
    }

    int join(WorkerId worker, Incarnation incarnation, double weight, long longestRecord) {
        if (!(weight > 0) || Double.isInfinite(weight) || longestRecord < 0) {
            throw new IllegalArgumentException(
                    "weight " + weight + ", longest record " + longestRecord + " of worker " + worker);
        }
        long thousandths = Math.max(1, Math.round(weight * 1000));
        return scripts.number(
                RedisScript.MEMBER,
                List.of(
                        "JOIN",
                        worker.value(),
                        incarnation.value(),
                        Long.toString(thousandths),
                        longestRecord >= Shard.MAXIMAL_RECORD ? "" : Long.toString(longestRecord)));
    }

    int leave(WorkerId worker, Incarnation incarnation) {
        return scripts.number(RedisScript.MEMBER, List.of("LEAVE", worker.value(), incarnation.value()));
    }

    void drain(WorkerId worker, Incarnation incarnation) {
        scripts.number(RedisScript.MEMBER, List.of("DRAIN", worker.value(), incarnation.value()));
    }

    void declareAbsent(WorkerId worker) {
        scripts.number(RedisScript.MEMBER, List.of("ABSENT", worker.value(), NO_INCARNATION));
    }

    int declareLost(WorkerId worker, Incarnation incarnation) {
        return scripts.number(RedisScript.MEMBER, List.of("LOST", worker.value(), incarnation.value()));
    }

    /** Those that have joined and not departed, draining ones included, in the order of their names. */
    Map<WorkerId, Incarnation> all() {
        Map<String, String> all = RedisCalls.read(
                "a read of members",
                () -> client.<String, String>getMap(keys.members(), StringCodec.INSTANCE)
                        .readAllMap());
        Map<WorkerId, Incarnation> members = new LinkedHashMap<>();
        new TreeMap<>(all).forEach((worker, value) -> {
            if (!value.startsWith(DEPARTED)) {
                String incarnation = value.startsWith(DRAINING) ? value.substring(DRAINING.length()) : value;
                members.put(new WorkerId(worker), new Incarnation(incarnation));
            }
        });
        return members;
    }

    /** Whether a value of the hash of members stands for a worker whose queue is open to all. */
    static boolean isDeparted(String value) {
        return value.startsWith(DEPARTED) || value.startsWith(DRAINING);
    }
}
