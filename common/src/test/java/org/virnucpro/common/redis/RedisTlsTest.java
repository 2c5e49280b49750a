package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;

/** Encrypted connections to a real Redis: whom they trust, and whom they do not. */
final class RedisTlsTest {

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    @BeforeAll
    static void make_certificates() throws Exception {
        certificates = TestCertificates.make(folder);
    }

    @Test
    void a_server_of_the_own_authority_is_trusted_and_no_other() throws Exception {
        try (TlsServer server = TlsServer.start(certificates, false)) {
            try (RedisConnection connection = RedisConnection.open(server.address(), trusting("ca.crt"))) {
                SharedWorkQueues queues = connection.queues(new RunId("tls"));
                queues.open(new RunSettings(1, Duration.ofMinutes(1), 3));
                assertThat(queues.state()).isEqualTo(RunState.OPEN);
            }
            assertRefused(server.address(), trusting("other.crt"), "certification path");
        }
    }

    @Test
    void a_certificate_for_another_host_name_is_refused() throws Exception {
        try (TlsServer server = TlsServer.start(certificates, false)) {
            assertRefused(server.at("127.0.0.1"), trusting("ca.crt"), "127.0.0.1");
        }
    }

    @Test
    void a_server_that_asks_for_a_certificate_gets_it() throws Exception {
        try (TlsServer server = TlsServer.start(certificates, true)) {
            BrokerTls both = BrokerTls.read(file("ca.crt"), file("client.crt"), file("client.key"));
            try (RedisConnection connection = RedisConnection.open(server.address(), both)) {
                assertThat(connection.serverVersion()).matches("\\d+\\.\\d+.*");
            }
            assertThatThrownBy(() -> RedisConnection.open(server.address(), trusting("ca.crt")))
                    .isInstanceOf(BrokerException.class);
        }
    }

    @Test
    void files_that_hold_something_else_are_named_and_never_quoted() throws IOException {
        Path old = folder.resolve("old.key");
        Files.writeString(old, "-----BEGIN RSA PRIVATE KEY-----\nU0VDUkVU\n-----END RSA PRIVATE KEY-----\n");
        Path damaged = folder.resolve("damaged.key");
        Files.writeString(damaged, "-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> BrokerTls.read(Optional.empty(), file("client.crt"), Optional.of(old)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("old.key")
                .hasMessageContaining("openssl pkcs8 -topk8")
                .hasMessageNotContaining("U0VDUkVU");
        assertThatThrownBy(() -> BrokerTls.read(Optional.empty(), file("client.crt"), Optional.of(damaged)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.key")
                .hasMessageNotContaining("U0VDUkVU");
        assertThatThrownBy(() -> BrokerTls.read(file("client.key"), Optional.empty(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("client.key");
        assertThatThrownBy(() -> BrokerTls.read(file("absent.crt"), Optional.empty(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent.crt");
        assertThatThrownBy(() -> BrokerTls.read(Optional.empty(), file("client.crt"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("together");
    }

    private static void assertRefused(RedisAddress address, BrokerTls tls, String why) {
        assertThatThrownBy(() -> RedisConnection.open(address, tls))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(address.endpoint())
                .hasMessageContaining(why)
                .hasMessageNotContaining(address.password().orElseThrow());
    }

    private static BrokerTls trusting(String authority) throws IOException {
        return BrokerTls.read(file(authority), Optional.empty(), Optional.empty());
    }

    private static Optional<Path> file(String name) {
        return Optional.of(certificates.file(name));
    }
}
