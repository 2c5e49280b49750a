package org.virnucpro.coordinator.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;

/** Explains a run that the broker knows, while it goes on or until it is forgotten. */
public final class LiveRun {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int PAGE = 1000;

    private final ClusterRegistry registry;
    private final RunSummary run;

    public LiveRun(ClusterRegistry registry, RunSummary run) {
        this.registry = registry;
        this.run = run;
    }

    /**
     * Explains it now.
     *
     * @param longerThan shorter stretches are left out; empty: the run's steal interval
     */
    public Explanation explain(Optional<Duration> longerThan) {
        SharedWorkQueues queues = registry.queues(run.run());
        QueueView view = queues.observe();
        List<QueueEvent> events = events(queues);
        Optional<RunSpec> spec = registry.spec(run.run());
        boolean over = view.counts().isOver() || view.state().isFinal();
        Instant end = over ? new RecordedRun(events, Optional.empty()).end() : view.time();
        Duration least = longerThan.orElseGet(
                () -> spec.map(RunSpec::stealing).orElse(StealSettings.ON).interval());
        return new Explanation(
                run.run().value(),
                least,
                end,
                !over,
                IdleStretches.of(events, over ? List.of() : view.leases(), end),
                over ? Map.of() : apart(events, spec));
    }

    private Map<WorkerId, String> apart(List<QueueEvent> events, Optional<RunSpec> spec) {
        Set<String> named = events.stream()
                .filter(event -> event.type() == QueueEvent.Type.JOIN || event.type() == QueueEvent.Type.IDLE)
                .map(QueueEvent::source)
                .collect(Collectors.toSet());
        Map<WorkerId, String> apart = new TreeMap<>();
        registry.workers(SILENCE).stream()
                .filter(worker -> !named.contains(worker.worker().value()))
                .forEach(worker -> apart.put(worker.worker(), whyApart(run, spec, worker)));
        return apart;
    }

    /** Why a live worker has neither joined a run nor said why. */
    static String whyApart(RunSummary run, Optional<RunSpec> spec, WorkerRecord worker) {
        if (run.state() == RunState.PLANNING) {
            return "the run is not planned yet" + (run.message().isEmpty() ? "" : " (" + run.message() + ")");
        }
        if (worker.draining()) {
            return "it drains: it takes nothing new";
        }
        if (spec.isPresent()
                && !worker.fits(
                        spec.get().engine(), spec.get().chunkSize(), spec.get().models())) {
            return "the run needs engine " + spec.get().engine() + " and other models than it has; it has engine "
                    + worker.engine();
        }
        if (run.state() == RunState.PAUSED) {
            return "the run is paused";
        }
        return "it has not joined yet: it computes tasks of another run, or is about to look";
    }

    private static List<QueueEvent> events(SharedWorkQueues queues) {
        List<QueueEvent> all = new ArrayList<>();
        List<QueueEvent> page;
        do {
            page = queues.events(all.isEmpty() ? "" : all.get(all.size() - 1).id(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }
}
