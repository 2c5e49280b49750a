package org.virnucpro.common.redis;

import java.util.Map;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.BrokerStart;
import org.virnucpro.common.queue.BrokerStart.Log;

/** One Redis server and its append-only file. Thread-safe. */
final class RedisServer implements BrokerServer {

    private final RedissonClient client;

    RedisServer(RedissonClient client) {
        this.client = client;
    }

    @Override
    public BrokerStart look() {
        return start(RedisCalls.read("INFO", () -> node().info(RedisNode.InfoSection.DEFAULT)));
    }

    @Override
    public boolean rewriteLog() {
        try {
            node().bgRewriteAOF();
            return true;
        } catch (RedisException refused) {
            String words = String.valueOf(refused.getMessage());
            if (words.contains("already in progress")) {
                return true;
            }
            if (words.contains("NOPERM") || words.contains("unknown command")) {
                return false;
            }
            throw new BrokerException("Redis did not answer BGREWRITEAOF: " + words, refused);
        }
    }

    /** What a reply to INFO says. */
    static BrokerStart start(Map<String, String> info) {
        String id = info.get("run_id");
        if (id == null) {
            throw new BrokerException("INFO server of this Redis has no run_id");
        }
        return new BrokerStart(id, log(info));
    }

    private static Log log(Map<String, String> info) {
        if (!info.getOrDefault("aof_enabled", "0").equals("1")) {
            return Log.OFF;
        }
        if (info.getOrDefault("aof_rewrite_in_progress", "0").equals("1")
                || info.getOrDefault("aof_rewrite_scheduled", "0").equals("1")) {
            return Log.REWRITING;
        }
        // -1 until a rewrite of this start of the server has ended
        if (info.getOrDefault("aof_last_rewrite_time_sec", "-1").equals("-1")) {
            return Log.INHERITED;
        }
        return info.getOrDefault("aof_last_bgrewrite_status", "err").equals("ok") ? Log.WHOLE : Log.REWRITE_FAILED;
    }

    private RedisNode node() {
        return client.getRedisNodes(RedisNodes.SINGLE).getInstance();
    }
}
