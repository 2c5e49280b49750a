package org.virnucpro.common.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.BrokerHealth;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.LocalServer;

/** The broker of a cluster, or the one that a run on this machine would start. */
public final class BrokerCheck implements DoctorCheck {

    private static final double SLOW_MILLIS = 20;
    private static final double FULL = 0.8;

    @Override
    public Section section() {
        return Section.BROKER;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        if (question.broker().isEmpty()) {
            return local(question);
        }
        DoctorQuestion.Broker broker = question.broker().get();
        try {
            return findings(RedisConnection.examine(broker.address(), broker.tls(), question.ticker()));
        } catch (BrokerException unusable) {
            return List.of(Finding.fail(
                    "broker",
                    String.valueOf(unusable.getMessage()),
                    "look at its address, its password (--redis-password-file or VIRNUCPRO_REDIS_PASSWORD), firewalls,"
                            + " and its own log; docs/security.md has the rights that its user needs"));
        }
    }

    private static List<Finding> local(DoctorQuestion question) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok(
                    "broker.local", "a run on this machine starts " + LocalServer.describe(question.environment())));
        } catch (BrokerException none) {
            findings.add(Finding.fail("broker.local", String.valueOf(none.getMessage()), ""));
        }
        findings.add(Finding.skip("broker", "no broker of a cluster was looked at", "name one: --redis URL"));
        return findings;
    }

    static List<Finding> findings(BrokerHealth health) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(health).with("version", health.version()).with("address", health.address()));
        findings.add(
                health.role().equals("master")
                        ? Finding.ok("broker.role", "it takes writes")
                        : Finding.fail(
                                "broker.role",
                                "it is a " + health.role(),
                                "name the master: a replica takes no writes"));
        findings.add(
                health.evictionPolicy().equals("noeviction")
                        ? Finding.ok("broker.eviction", "it never drops keys to make space")
                        : Finding.fail(
                                "broker.eviction",
                                "it may drop keys (maxmemory-policy " + health.evictionPolicy() + ")",
                                "set maxmemory-policy noeviction in its configuration"));
        findings.add(log(health).with("log", health.log().name().toLowerCase(Locale.ROOT)));
        findings.add(latency(health).with("latency_milliseconds", health.roundTripMillis()));
        findings.add(memory(health).with("used_bytes", health.usedBytes()).with("most_bytes", health.mostBytes()));
        findings.add(
                Finding.ok("broker.cluster", health.workers() + " live workers, " + health.runs() + " runs on its list")
                        .with("workers", health.workers())
                        .with("runs", health.runs()));
        return findings;
    }

    private static Finding version(BrokerHealth health) {
        String found = health.address() + " answers, version " + health.version();
        return health.isNewEnough()
                ? Finding.ok("broker.version", found)
                : Finding.fail("broker.version", found, "6.2 or newer is needed");
    }

    private static Finding log(BrokerHealth health) {
        return switch (health.log()) {
            case OFF ->
                Finding.warn(
                        "broker.log",
                        "it keeps no append-only file: when it restarts, its runs are computed again from what is on disk",
                        "set appendonly yes and appendfsync everysec in its configuration");
            case REWRITE_FAILED ->
                Finding.fail(
                        "broker.log",
                        "it could not write its append-only file",
                        "its own log says why; is its disk full?");
            case INHERITED, REWRITING, WHOLE -> Finding.ok("broker.log", "it keeps an append-only file");
        };
    }

    private static Finding latency(BrokerHealth health) {
        String found = String.format(Locale.ROOT, "a call takes %.2f ms (median)", health.roundTripMillis());
        return health.roundTripMillis() > SLOW_MILLIS
                ? Finding.warn(
                        "broker.latency",
                        found,
                        "every take and steal waits that long; move the broker nearer, or cut longer tasks"
                                + " (--max-shard-seconds)")
                : Finding.ok("broker.latency", found);
    }

    private static Finding memory(BrokerHealth health) {
        String used = String.format(Locale.ROOT, "it uses %,.1f MB of memory", health.usedBytes() / 1e6);
        if (health.mostBytes() == 0) {
            return Finding.ok("broker.memory", used + ", without a limit of its own");
        }
        String found = used + String.format(Locale.ROOT, " of at most %,.1f MB", health.mostBytes() / 1e6);
        return health.usedBytes() > health.mostBytes() * FULL
                ? Finding.warn("broker.memory", found, "raise maxmemory: at the limit it refuses new tasks")
                : Finding.ok("broker.memory", found);
    }
}
