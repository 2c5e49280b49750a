package org.virnucpro.common.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.redisson.api.RedissonClient;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.task.RunId;

/** What this protocol is there to avoid: a task is popped by one call and leased by the next. */
final class LeaseOutsidePop {

    private static final List<String> LEASING = List.of(
            "setStatus(id, LEASED)",
            "call('BITFIELD', TOKENS, 'SET', 'i64', '#' .. id, token)",
            "call('ZADD', DEADLINES, deadline, id)",
            "call('HSET', LEASES, id, worker .. '\\n' .. element)",
            "call('HSET', HELD, worker, id)",
            "call('HINCRBY', COUNTS, 'pending', -1)",
            "call('HINCRBY', COUNTS, 'leased', 1)");
    private static final String FIRST = """
            local worker, id, token, element = unpack(ARGV)
            local deadline = int(clock() + (call('HGET', META, 'lease_ms') or 0))
            """;

    private final RedisKeys keys;
    private final RedisCalls pop;
    private final RedisCalls lease;

    private LeaseOutsidePop(RedissonClient client, RunId run) {
        String popping = RedisScript.TAKE.source();
        for (String rule : LEASING) {
            popping = ScriptMutation.without(popping, rule);
        }
        String only = popping;
        String leasing = RedisScript.prologue() + FIRST + String.join("\n", LEASING) + "\nreturn { 'LEASED' }\n";
        keys = new RedisKeys(run);
        pop = new RedisCalls(client, script -> only);
        lease = new RedisCalls(client, script -> leasing);
    }

    static SharedWorkQueues queues(RedissonClient client, RunId run) {
        LeaseOutsidePop split = new LeaseOutsidePop(client, run);
        SharedWorkQueues whole = new RedisSharedWorkQueues(client, run);
        return (SharedWorkQueues) Proxy.newProxyInstance(
                SharedWorkQueues.class.getClassLoader(),
                new Class<?>[] {SharedWorkQueues.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("take")) {
                        return split.take((TakeRequest) arguments[0]);
                    }
                    try {
                        return method.invoke(whole, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private TakeOutcome take(TakeRequest request) {
        TakeScript script = new TakeScript(keys, request);
        List<Object> reply = pop.run(RedisScript.TAKE, script.keys(), script.arguments());
        TakeOutcome outcome = TakeScript.outcome(reply);
        if (outcome instanceof TakeOutcome.Leased leased) {
            lease.run(
                    RedisScript.TAKE,
                    keys.fixed(),
                    List.of(
                            request.worker().value(),
                            leased.task().id().toString(),
                            leased.token().toString(),
                            (String) reply.get(3)));
        }
        return outcome;
    }
}
