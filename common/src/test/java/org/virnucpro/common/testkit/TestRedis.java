package org.virnucpro.common.testkit;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.task.RunId;

/** The Redis that the tests of this JVM share. Tests keep apart by {@link #freshRun()}. */
public final class TestRedis implements AutoCloseable {

    private final RedisAddress address;
    private final AutoCloseable server;
    private final RedisConnection connection;
    private final RedissonClient client;

    TestRedis(RedisAddress address, AutoCloseable server) {
        this.address = address;
        this.server = server;
        this.connection = RedisConnection.open(address);
        Config config =
                new Config().setCodec(StringCodec.INSTANCE).setNettyThreads(2).setThreads(2);
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        config.useSingleServer()
                .setAddress(address.endpoint())
                .setDatabase(address.database())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4);
        this.client = Redisson.create(config);
    }

    /** A server of one test; closing this closes it. */
    public static TestRedis of(PrivateRedisServer server) {
        return new TestRedis(server.address(), server);
    }

    /** Another user or place; closing this leaves the server running. */
    public static TestRedis at(RedisAddress address) {
        return new TestRedis(address, () -> {});
    }

    public RedisAddress address() {
        return address;
    }

    /** A connection that all tests share; do not close it. */
    public RedisConnection connection() {
        return connection;
    }

    /** Raw access, to look at keys and to prepare faults. */
    public RedissonClient client() {
        return client;
    }

    /** A run that no other test uses. */
    public RunId freshRun() {
        return new RunId("test-" + UUID.randomUUID());
    }

    @Override
    public void close() throws Exception {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        connection.close();
        server.close();
    }
}
