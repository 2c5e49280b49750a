package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * Watches one run: each poll observes the queues, records events, depth and throughput per worker, reaps expired leases,
 * declares silent workers lost and finds stalls. It moves no task itself: workers steal, and the broker decides; while no
 * coordinator polls, nothing stops but the record. Confined to the thread of the run.
 */
public final class WorkStealingCoordinator {

    private static final Logger log = LoggerFactory.getLogger(WorkStealingCoordinator.class);
    private static final Duration STALL = Duration.ofMinutes(5);
    private static final int REAP_LIMIT = 100;
    private static final int EVENT_PAGE = 1000;

    private final SharedWorkQueues queues;
    private final EventLog eventLog;
    private final LostWorkers lostWorkers;
    private final StallDetector stalls = new StallDetector(STALL);
    private final Map<WorkerId, ThroughputWindow> windows = new HashMap<>();
    private final FileProgress files;
    private String lastEvent = "";

    /**
     * @param lease a worker silent for longer than this is declared lost
     */
    public WorkStealingCoordinator(
            SharedWorkQueues queues, ClusterRegistry registry, RunPlan plan, EventLog eventLog, Duration lease) {
        this.queues = queues;
        this.eventLog = eventLog;
        this.lostWorkers = new LostWorkers(registry, lease);
        this.files = new FileProgress(plan);
    }

    /** One poll. */
    public PollSample poll() {
        queues.reap(REAP_LIMIT);
        lostWorkers.declare(queues);
        QueueView view = queues.observe();
        List<QueueEvent> events = readEvents();
        for (QueueEvent event : events) {
            if (event.type() == QueueEvent.Type.DONE) {
                windows.computeIfAbsent(new WorkerId(event.source()), worker -> new ThroughputWindow())
                        .add(event.time(), event.elapsedMillis(), event.sequences());
                files.taskDone(event.task(), event.source());
            }
        }
        Map<WorkerId, Double> rates = new HashMap<>();
        windows.forEach((worker, window) -> rates.put(worker, window.sequencesPerSecond(view.time())));
        PollSample sample = new PollSample(view, events, rates, files.done(), stalls.newlyStalled(view));
        sample.newlyStalled()
                .forEach(worker -> log.warn(
                        "worker {} has work but has finished nothing for {} s; its leases are still renewed,"
                                + " look at its log",
                        worker,
                        STALL.toSeconds()));
        eventLog.append(sample);
        eventLog.flush();
        return sample;
    }

    private List<QueueEvent> readEvents() {
        List<QueueEvent> all = new ArrayList<>();
        List<QueueEvent> page;
        do {
            page = queues.events(lastEvent, EVENT_PAGE);
            for (QueueEvent event : page) {
                eventLog.append(event);
                lastEvent = event.id();
            }
            all.addAll(page);
        } while (page.size() == EVENT_PAGE);
        return all;
    }
}
