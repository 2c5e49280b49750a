package org.virnucpro.coordinator.balance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * What one poll found.
 *
 * @param view all queues
 * @param events since the last poll
 * @param run measures of the whole run
 * @param workers measures by worker
 * @param newlyStalled workers that have work and have done nothing for too long, named once
 * @param telemetry how the devices are, by worker; of those that measure
 */
public record PollSample(
        QueueView view,
        List<QueueEvent> events,
        RunMeasures run,
        Map<WorkerId, WorkerMeasures> workers,
        Set<WorkerId> newlyStalled,
        Map<WorkerId, DeviceTelemetry> telemetry) {

    public PollSample {
        telemetry = Map.copyOf(telemetry);
        events = List.copyOf(events);
        workers = Map.copyOf(workers);
        newlyStalled = Set.copyOf(newlyStalled);
    }

    /** A sample of workers whose devices nobody measures. */
    public PollSample(
            QueueView view,
            List<QueueEvent> events,
            RunMeasures run,
            Map<WorkerId, WorkerMeasures> workers,
            Set<WorkerId> newlyStalled) {
        this(view, events, run, workers, newlyStalled, Map.of());
    }

    /** The same with what the devices say. */
    PollSample with(Map<WorkerId, DeviceTelemetry> measured) {
        return new PollSample(view, events, run, workers, newlyStalled, measured);
    }

    /** Sequences per second of one worker. */
    public double rate(WorkerId worker) {
        WorkerMeasures measures = workers.get(worker);
        return measures == null ? 0 : measures.sequencesPerSecond();
    }

    /** Sequences per second of all workers together. */
    public double rate() {
        return workers.values().stream()
                .mapToDouble(WorkerMeasures::sequencesPerSecond)
                .sum();
    }

    /** Inputs whose last shard a worker completed, by that worker. */
    public Map<WorkerId, Long> filesDone() {
        return workers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().filesDone()));
    }
}
