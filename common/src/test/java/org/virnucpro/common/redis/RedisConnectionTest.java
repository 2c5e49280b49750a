package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
final class RedisConnectionTest {

    private static final RedisAddress ANYWHERE = RedisAddress.parse("redis://:secret@example.org");

    @Test
    void a_server_that_is_not_there_is_named(TestRedis redis) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> RedisConnection.open(RedisAddress.parse("redis://127.0.0.1:" + port)))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("redis://127.0.0.1:" + port);
    }

    @Test
    void calls_after_closing_say_that_the_broker_is_gone(TestRedis redis) {
        RedisConnection connection = RedisConnection.open(redis.address());
        SharedWorkQueues queues = connection.queues(redis.freshRun());
        connection.close();
        connection.close();
        assertThatThrownBy(queues::state).isInstanceOf(BrokerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.11", "7.0.15", "8.4.0", "10.0.0", "7.2.4-rc1"})
    void servers_from_6_2_on_are_accepted(String version) {
        assertThatCode(() -> RedisConnection.check(ANYWHERE, version, "noeviction"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14.1", "2.8.0", "unknown"})
    void older_servers_are_refused(String version) {
        assertThatThrownBy(() -> RedisConnection.check(ANYWHERE, version, "noeviction"))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("6.2")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-ttl", "unknown"})
    void servers_that_drop_keys_are_refused(String policy) {
        assertThatThrownBy(() -> RedisConnection.check(ANYWHERE, "7.0.15", policy))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(policy)
                .hasMessageContaining("noeviction");
    }

    @Test
    void the_version_of_the_server_is_known(TestRedis redis) {
        assertThat(redis.connection().serverVersion()).matches("\\d+\\.\\d+.*");
    }
}
