package org.virnucpro.common.redis;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;

/** A connection to one Redis, with a pool and threads of its own. Thread-safe; close it, or the JVM does not end. */
public final class RedisConnection implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,3}).*");

    private final RedissonClient client;
    private final String serverVersion;

    private RedisConnection(RedissonClient client, String serverVersion) {
        this.client = client;
        this.serverVersion = serverVersion;
    }

    /**
     * Connects, and checks that the server can be relied on: version 6.2 or newer, and no eviction of keys.
     *
     * @throws BrokerException when it cannot be reached or used; the message says what to do
     */
    public static RedisConnection open(RedisAddress address) {
        return open(address, BrokerTls.SYSTEM);
    }

    /**
     * The same with certificates, for a {@code rediss://} address.
     *
     * @throws BrokerException when it cannot be reached, trusted or used; the message says what to do
     */
    public static RedisConnection open(RedisAddress address, BrokerTls tls) {
        RedissonClient client = connect(address, tls);
        try {
            return new RedisConnection(client, check(client, address));
        } catch (RuntimeException e) {
            client.shutdown(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /**
     * Asks a server how it is, also one that {@link #open} would refuse.
     *
     * @throws BrokerException when it cannot be reached or trusted, or does not answer
     */
    public static BrokerHealth examine(RedisAddress address, BrokerTls tls, Ticker ticker) {
        RedissonClient client = connect(address, tls);
        try {
            return new BrokerExamination(client, ticker).examine(address);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    private static RedissonClient connect(RedisAddress address, BrokerTls tls) {
        try {
            return Redisson.create(config(address, tls));
        } catch (RedisException e) {
            throw new BrokerException("cannot connect to Redis at " + address + ": " + e.getMessage() + distrust(e), e);
        }
    }

    /** The queues of a run. */
    public SharedWorkQueues queues(RunId run) {
        return new RedisSharedWorkQueues(client, run);
    }

    /** What is known around the runs. */
    public ClusterRegistry registry() {
        return new RedisClusterRegistry(client);
    }

    /** The server itself. */
    public BrokerServer server() {
        return new RedisServer(client);
    }

    /** The version that the server reports. */
    public String serverVersion() {
        return serverVersion;
    }

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    RedissonClient client() {
        return client;
    }

    /** Small on purpose: a process has one loop, one heartbeat and little else. */
    private static Config config(RedisAddress address, BrokerTls tls) {
        Config config = new Config()
                .setCodec(StringCodec.INSTANCE)
                .setNettyThreads(4)
                .setThreads(2)
                .setUseThreadClassLoader(false)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(10_000);
        tls.configure(config);
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        // (timeout + delay) * (attempts + 1) stays below the shortest sensible lease; scripts may be sent again.
        config.useSingleServer()
                .setAddress(address.endpoint())
                .setDatabase(address.database())
                .setConnectionMinimumIdleSize(2)
                .setConnectionPoolSize(8)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(4)
                .setTimeout(2_000)
                .setConnectTimeout(3_000)
                .setRetryAttempts(3)
                .setPingConnectionInterval(5_000);
        return config;
    }

    /** The reason that TLS gives, which Redisson's own message leaves out. */
    private static String distrust(Throwable failure) {
        String reason = "";
        for (@Nullable Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                reason = "; TLS: " + cause.getMessage();
            }
        }
        return reason;
    }

    private static String check(RedissonClient client, RedisAddress address) {
        RedisNode node = client.getRedisNodes(RedisNodes.SINGLE).getInstance();
        Map<String, String> server = RedisCalls.read("INFO server", () -> node.info(RedisNode.InfoSection.SERVER));
        Map<String, String> memory = RedisCalls.read("INFO memory", () -> node.info(RedisNode.InfoSection.MEMORY));
        String version = server.getOrDefault("redis_version", "unknown");
        check(address, version, memory.getOrDefault("maxmemory_policy", "unknown"));
        return version;
    }

    static void check(RedisAddress address, String version, String policy) {
        if (!isNewEnough(version)) {
            throw new BrokerException("Redis at " + address + " has version " + version + "; 6.2 or newer is needed");
        }
        if (!policy.equals("noeviction")) {
            throw new BrokerException("Redis at " + address + " may drop keys (maxmemory-policy is " + policy
                    + "); set maxmemory-policy noeviction in its configuration");
        }
    }

    static boolean isNewEnough(String version) {
        Matcher numbers = VERSION.matcher(version);
        return numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) >= 6002;
    }
}
