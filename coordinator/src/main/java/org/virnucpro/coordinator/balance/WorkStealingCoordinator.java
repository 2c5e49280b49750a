package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * Watches one run: each poll reaps expired leases, declares silent workers lost, observes the queues, measures depth,
 * throughput, imbalance, stalls and what is left, and records all of it in events.jsonl, in the throughput log and in the
 * broker, where {@code status} and {@code workers} read it. It moves no task itself: workers steal, and the broker decides; while no
 * coordinator polls, nothing stops but the record. Confined to the thread of the run.
 */
public final class WorkStealingCoordinator {

    private static final Logger log = LoggerFactory.getLogger(WorkStealingCoordinator.class);
    private static final int REAP_LIMIT = 100;
    private static final int EVENT_PAGE = 1000;

    /**
     * When something is wrong with a worker.
     *
     * @param lease a worker silent for longer than this is declared lost
     * @param stallAfter one with queued tasks that finishes none for this long is stalled
     */
    public record Patience(Duration lease, Duration stallAfter) {}

    private final RunId run;
    private final SharedWorkQueues queues;
    private final ClusterRegistry registry;
    private final EventLog eventLog;
    private final ThroughputLog throughputLog;
    private final LostWorkers lostWorkers;
    private final StrandedTasks stranded = new StrandedTasks();
    private final RunMonitor monitor;
    private final Supplier<RunPlan> latestPlan;
    private RunPlan plan;
    private final Duration stallAfter;
    private String lastEvent = "";

    /** @param latestPlan asked at first, and again when a task was split: what took its place is at the end of the plan */
    public WorkStealingCoordinator(
            ClusterRegistry registry,
            RunSpec spec,
            Supplier<RunPlan> latestPlan,
            EventLog eventLog,
            ThroughputLog throughputLog,
            Patience patience) {
        this.run = spec.run();
        this.queues = registry.queues(run);
        this.registry = registry;
        this.eventLog = eventLog;
        this.throughputLog = throughputLog;
        this.lostWorkers = new LostWorkers(registry, patience.lease());
        this.latestPlan = latestPlan;
        this.plan = latestPlan.get();
        this.monitor = new RunMonitor(plan, spec.stealing(), patience.stallAfter());
        this.stallAfter = patience.stallAfter();
    }

    /** One poll. */
    public PollSample poll() {
        queues.reap(REAP_LIMIT);
        Map<WorkerId, DeviceTelemetry> telemetry = telemetry(lostWorkers.declare(queues));
        QueueView view = queues.observe();
        PollSample sample = monitor.observe(view, readEvents()).with(telemetry);
        sample.newlyStalled()
                .forEach(worker -> log.warn(
                        "worker {} has tasks in its queue but has finished none for {} s; it is alive, look at its log",
                        worker,
                        stallAfter.toSeconds()));
        stranded.newlyStranded(view).ifPresent(log::warn);
        eventLog.append(sample);
        eventLog.flush();
        throughputLog.append(sample);
        registry.publishSample(run, SampleJson.line(sample));
        return sample;
    }

    private static Map<WorkerId, DeviceTelemetry> telemetry(List<WorkerRecord> workers) {
        Map<WorkerId, DeviceTelemetry> measured = new HashMap<>();
        workers.forEach(worker -> worker.telemetry().ifPresent(telemetry -> measured.put(worker.worker(), telemetry)));
        return measured;
    }

    /** Another coordinator of the run may have split the task. */
    private List<Task> childrenOf(TaskId parent) {
        if (plan.childrenOf(parent).isEmpty()) {
            plan = latestPlan.get();
            monitor.planExtended(plan);
        }
        return plan.childrenOf(parent);
    }

    private List<QueueEvent> readEvents() {
        List<QueueEvent> all = new ArrayList<>();
        List<QueueEvent> page;
        do {
            page = queues.events(lastEvent, EVENT_PAGE);
            for (QueueEvent event : page) {
                eventLog.append(event);
                if (event.type() == QueueEvent.Type.SPLIT) {
                    event.task().ifPresent(parent -> eventLog.append(event.time(), childrenOf(parent)));
                }
                lastEvent = event.id();
            }
            all.addAll(page);
        } while (page.size() == EVENT_PAGE);
        return all;
    }
}
