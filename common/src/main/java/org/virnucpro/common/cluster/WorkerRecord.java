package org.virnucpro.common.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/**
 * A worker as it announces itself.
 *
 * @param worker its name
 * @param incarnation this start of it
 * @param host where it runs
 * @param device what computes, for people: the GPU's name, or the processor
 * @param engine kind of engine: {@code cpu}, {@code synthetic}
 * @param weight relative speed, 1 for the reference
 * @param longestRecord bases of the longest record that it can hold; {@link Long#MAX_VALUE} for any
 * @param models digest of the models it holds, by chunk size ("300", "500")
 * @param draining whether it takes nothing new, or is asked to
 * @param telemetry how its device is, measured with this announcement; empty when nobody measures it
 * @param lastSeen the broker's time of the last announcement; filled by the registry
 */
public record WorkerRecord(
        WorkerId worker,
        Incarnation incarnation,
        String host,
        String device,
        String engine,
        double weight,
        long longestRecord,
        Map<String, String> models,
        boolean draining,
        Optional<DeviceTelemetry> telemetry,
        Instant lastSeen) {

    public WorkerRecord {
        models = Map.copyOf(models);
    }

    /** A worker whose device nobody measures, or not yet. */
    public WorkerRecord(
            WorkerId worker,
            Incarnation incarnation,
            String host,
            String device,
            String engine,
            double weight,
            long longestRecord,
            Map<String, String> models,
            boolean draining,
            Instant lastSeen) {
        this(
                worker,
                incarnation,
                host,
                device,
                engine,
                weight,
                longestRecord,
                models,
                draining,
                Optional.empty(),
                lastSeen);
    }

    /** A worker that can hold any record. */
    public WorkerRecord(
            WorkerId worker,
            Incarnation incarnation,
            String host,
            String device,
            String engine,
            double weight,
            Map<String, String> models,
            boolean draining,
            Instant lastSeen) {
        this(worker, incarnation, host, device, engine, weight, Long.MAX_VALUE, models, draining, lastSeen);
    }

    /** The same worker, announced again. */
    public WorkerRecord announced(Incarnation start, boolean leaving, Optional<DeviceTelemetry> measured) {
        return new WorkerRecord(
                worker, start, host, device, engine, weight, longestRecord, models, leaving, measured, lastSeen);
    }

    /** The same announcement as the registry gives it out. */
    public WorkerRecord seen(Instant when, boolean leaving) {
        return new WorkerRecord(
                worker, incarnation, host, device, engine, weight, longestRecord, models, leaving, telemetry, when);
    }

    /** Whether this worker can compute a run. */
    public boolean fits(String wantedEngine, int chunkSize, String digest) {
        return engine.equals(wantedEngine)
                && (digest.isEmpty() || digest.equals(models.get(Integer.toString(chunkSize))));
    }
}
