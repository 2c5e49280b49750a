package org.virnucpro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.queue.BrokerStart;
import org.virnucpro.common.redis.BrokerHealth;
import org.virnucpro.common.redis.BrokerTls;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;

final class BrokerCheckTest {

    private static final BrokerHealth GOOD = new BrokerHealth(
            "redis://head:6379/0", "7.2.1", "noeviction", BrokerStart.Log.WHOLE, "master", 0.3, 1000, 0, 3, 1);

    @Test
    void a_good_broker_has_nothing_to_do() {
        assertThat(BrokerCheck.findings(GOOD)).extracting(Finding::level).containsOnly(Level.OK);
    }

    @Test
    void every_fault_is_found_alone_with_what_to_do() {
        assertFault(
                "broker.version", Level.FAIL, health("6.0.16", "noeviction", BrokerStart.Log.WHOLE, "master", 1, 0));
        assertFault("broker.eviction", Level.FAIL, health("7.2", "allkeys-lru", BrokerStart.Log.WHOLE, "master", 1, 0));
        assertFault("broker.log", Level.WARN, health("7.2", "noeviction", BrokerStart.Log.OFF, "master", 1, 0));
        assertFault(
                "broker.log", Level.FAIL, health("7.2", "noeviction", BrokerStart.Log.REWRITE_FAILED, "master", 1, 0));
        assertFault("broker.role", Level.FAIL, health("7.2", "noeviction", BrokerStart.Log.WHOLE, "slave", 1, 0));
        assertFault(
                "broker.latency", Level.WARN, health("7.2", "noeviction", BrokerStart.Log.WHOLE, "master", 20.1, 0));
        assertFault("broker.memory", Level.WARN, health("7.2", "noeviction", BrokerStart.Log.WHOLE, "master", 1, 1200));
    }

    @Test
    void a_real_server_that_may_drop_keys_and_keeps_no_log_is_examined_although_runs_refuse_it() {
        try (PrivateRedisServer server = PrivateRedisServer.start(
                HostEnvironment.ofProcess(), ServerOptions.DEFAULT.with("maxmemory-policy allkeys-lru"))) {
            List<Finding> findings = look(server.address());
            assertThat(findings)
                    .filteredOn(finding -> finding.level() == Level.FAIL)
                    .extracting(Finding::subject)
                    .containsExactly("broker.eviction");
            assertThat(findings)
                    .filteredOn(finding -> finding.level() == Level.WARN)
                    .extracting(Finding::subject)
                    .containsExactly("broker.log");
            assertThat(findings.toString())
                    .doesNotContain(server.address().password().orElseThrow());
        }
    }

    @Test
    void a_wrong_password_and_a_closed_port_fail_without_showing_the_password() {
        RedisAddress closed;
        try (PrivateRedisServer server = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT)) {
            closed = server.address();
            Finding wrong = look(server.address().withPassword("wrong-word")).get(0);
            assertThat(wrong.level()).isEqualTo(Level.FAIL);
            assertThat(wrong.message()).doesNotContain("wrong-word");
            assertThat(wrong.advice()).contains("--redis-password-file");
        }
        List<Finding> gone = look(closed);
        assertThat(gone).extracting(Finding::level).containsExactly(Level.FAIL);
        assertThat(gone.get(0).message()).contains("cannot connect to Redis at redis://");
    }

    @Test
    void without_a_broker_the_one_that_a_local_run_would_start_is_named() {
        List<Finding> findings = new BrokerCheck().look(question(HostEnvironment.ofProcess(), Optional.empty()));
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.SKIP);
        assertThat(findings.get(0).message()).contains("redis-server ");
        HostEnvironment broken = new HostEnvironment(
                java.util.Map.of("VIRNUCPRO_REDIS_SERVER", "/nonexistent"),
                java.nio.file.Path.of("/tmp"),
                java.nio.file.Path.of("/tmp"),
                "Linux",
                "amd64");
        Finding none =
                new BrokerCheck().look(question(broken, Optional.empty())).get(0);
        assertThat(none.level()).isEqualTo(Level.FAIL);
        assertThat(none.message()).contains("VIRNUCPRO_REDIS_SERVER names a program that cannot be used");
    }

    private static List<Finding> look(RedisAddress address) {
        return new BrokerCheck()
                .look(question(
                        HostEnvironment.ofProcess(),
                        Optional.of(new DoctorQuestion.Broker(address, BrokerTls.SYSTEM))));
    }

    private static DoctorQuestion question(HostEnvironment environment, Optional<DoctorQuestion.Broker> broker) {
        return new DoctorQuestion(
                environment,
                Optional.empty(),
                broker,
                Optional.empty(),
                List.of(),
                GpuWeights.standard(),
                System::nanoTime);
    }

    private static void assertFault(String subject, Level level, BrokerHealth health) {
        assertThat(BrokerCheck.findings(health))
                .filteredOn(finding -> finding.level() != Level.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo(subject);
                    assertThat(finding.level()).isEqualTo(level);
                    assertThat(finding.advice()).isNotEmpty();
                });
    }

    private static BrokerHealth health(
            String version, String policy, BrokerStart.Log log, String role, double millis, long most) {
        return new BrokerHealth(GOOD.address(), version, policy, log, role, millis, 1000, most, 3, 1);
    }
}
