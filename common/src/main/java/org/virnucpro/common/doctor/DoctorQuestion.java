package org.virnucpro.common.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.common.redis.BrokerTls;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.time.Ticker;

/**
 * What a person wants to know whether it would work.
 *
 * @param environment of this process
 * @param engine the engine that must work; empty: any
 * @param broker of a cluster; empty: runs on this machine only
 * @param models to use; empty: not looked at
 * @param folders that runs read from and write to; results go into the first
 * @param weights of graphics cards
 * @param ticker measures how long answers take
 */
public record DoctorQuestion(
        HostEnvironment environment,
        Optional<String> engine,
        Optional<Broker> broker,
        Optional<ModelsLocation> models,
        List<Path> folders,
        GpuWeights weights,
        Ticker ticker) {

    public DoctorQuestion {
        folders = List.copyOf(folders);
    }

    /** A broker and how to get in. */
    public record Broker(RedisAddress address, BrokerTls tls) {}

    /** Whether a run would need this engine. */
    public boolean needs(String kind) {
        return engine.isPresent() && engine.get().equals(kind);
    }
}
