package org.virnucpro.coordinator.cost;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.task.WorkerId;

/** What workers say that they compute on; also after they have left. Confined to one thread. */
public final class AnnouncedDevices implements Function<WorkerId, Optional<String>> {

    private final ClusterRegistry registry;
    private final Duration silence;
    private final Map<WorkerId, String> devices = new HashMap<>();

    /** @param silence a worker that has said nothing for longer is not asked for */
    public AnnouncedDevices(ClusterRegistry registry, Duration silence) {
        this.registry = registry;
        this.silence = silence;
    }

    @Override
    public Optional<String> apply(WorkerId worker) {
        if (!devices.containsKey(worker)) {
            registry.workers(silence).forEach(record -> devices.put(record.worker(), record.device()));
        }
        return Optional.ofNullable(devices.get(worker));
    }
}
