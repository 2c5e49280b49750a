package org.virnucpro.common.redis;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.virnucpro.common.time.Ticker;

/** Asks a server how it is. Changes nothing. */
final class BrokerExamination {

    private static final int CALLS = 21;
    private static final Duration ALIVE = Duration.ofSeconds(30);

    private final RedissonClient client;
    private final Ticker ticker;

    BrokerExamination(RedissonClient client, Ticker ticker) {
        this.client = client;
        this.ticker = ticker;
    }

    BrokerHealth examine(RedisAddress address) {
        RedisNode node = client.getRedisNodes(RedisNodes.SINGLE).getInstance();
        Map<String, String> server = info(node, RedisNode.InfoSection.SERVER);
        Map<String, String> memory = info(node, RedisNode.InfoSection.MEMORY);
        Map<String, String> replication = info(node, RedisNode.InfoSection.REPLICATION);
        RedisClusterRegistry registry = new RedisClusterRegistry(client);
        return new BrokerHealth(
                address.toString(),
                server.getOrDefault("redis_version", "unknown"),
                memory.getOrDefault("maxmemory_policy", "unknown"),
                new RedisServer(client).look().log(),
                replication.getOrDefault("role", "unknown"),
                roundTripMillis(node),
                number(memory, "used_memory"),
                number(memory, "maxmemory"),
                registry.workers(ALIVE).size(),
                registry.runs().size());
    }

    private double roundTripMillis(RedisNode node) {
        long[] times = LongStream.range(0, CALLS)
                .map(call -> {
                    long before = ticker.nanos();
                    RedisCalls.read("PING", node::ping);
                    return ticker.nanos() - before;
                })
                .sorted()
                .toArray();
        return Math.round(times[CALLS / 2] / 1e3) / 1e3;
    }

    private static Map<String, String> info(RedisNode node, RedisNode.InfoSection section) {
        return RedisCalls.read("INFO", () -> node.info(section));
    }

    private static long number(Map<String, String> info, String name) {
        try {
            return Long.parseLong(info.getOrDefault(name, "0"));
        } catch (NumberFormatException strange) {
            return 0;
        }
    }
}
