package org.virnucpro.common.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.task.RunId;

/** What is settled when a run is opened, and kept with it. Thread-safe. */
final class SettingsOfRun {

    /** More would not fit into the string of tokens, which holds at most 512 MiB. */
    static final int MAXIMAL_TASKS = 67_108_864;

    private static final Set<String> NAMES = Set.of("planned", "lease_ms", "attempts", "losses", "backoff_ms");

    private final RedissonClient client;
    private final RunScripts scripts;
    private final RedisKeys keys;

    SettingsOfRun(RedissonClient client, RunScripts scripts, RedisKeys keys) {
        this.client = client;
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @throws IllegalStateException when the run is open with other settings */
    void open(RunId run, RunSettings settings) {
        if (settings.tasks() > MAXIMAL_TASKS) {
            throw new IllegalArgumentException(
                    "run " + run + " has " + settings.tasks() + " tasks, at most " + MAXIMAL_TASKS + " fit");
        }
        long events = 6L * settings.tasks() + 100_000;
        String status = scripts.status(
                RedisScript.OPEN,
                List.of(
                        Integer.toString(settings.tasks()),
                        Long.toString(settings.lease().toMillis()),
                        Integer.toString(settings.retries().attempts()),
                        Integer.toString(settings.retries().losses()),
                        Long.toString(settings.retries().backoff().toMillis()),
                        Long.toString(events)));
        if (!status.equals("OPEN")) {
            throw new IllegalStateException("run " + run + " exists with other settings than " + settings);
        }
    }

    /** Empty when the run is not open. */
    Optional<RunSettings> read() {
        Map<String, String> meta = RedisCalls.read(
                "a read of settings",
                () -> client.<String, String>getMap(keys.meta(), StringCodec.INSTANCE)
                        .getAll(NAMES));
        if (meta.size() < NAMES.size()) {
            return Optional.empty();
        }
        return Optional.of(new RunSettings(
                Integer.parseInt(meta.get("planned")),
                Duration.ofMillis(Long.parseLong(meta.get("lease_ms"))),
                new RetryBudget(
                        Integer.parseInt(meta.get("attempts")),
                        Integer.parseInt(meta.get("losses")),
                        Duration.ofMillis(Long.parseLong(meta.get("backoff_ms"))))));
    }
}
