package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.status.RunDescription;

/**
 * Looks at the cluster once per second, however many clients want to know, and reads every event of the runs that go on once.
 * The state of the looks may be read on any thread.
 */
final class ClusterWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** The list of runs holds finished ones, too, which costs a call each: seldom. */
    private static final int ROUNDS_PER_LIST = 5;

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int PAGE = 1000;
    private static final int PAGES_PER_ROUND = 20;

    /**
     * How looking goes.
     *
     * @param answered whether the broker answered the last look
     * @param fault why not, in words; empty when it did
     * @param sinceAnswer time since it answered last; empty: never
     * @param sinceRound time since the last look ended
     * @param duration of the last look
     */
    record Health(
            boolean answered,
            String fault,
            Optional<Duration> sinceAnswer,
            Optional<Duration> sinceRound,
            Duration duration) {}

    private final ClusterRegistry registry;
    private final Ticker ticker;
    private final InstantSource clock;
    private final List<ClusterListener> listeners;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "cluster-watch");
        named.setDaemon(true);
        return named;
    });
    private final Map<RunId, String> lastEvents = new HashMap<>();
    private final Set<RunId> earlier = new HashSet<>();
    private long round;
    private volatile ClusterSnapshot snapshot = ClusterSnapshot.EMPTY;
    private volatile String fault = "not looked yet";
    private volatile Instant answered = Instant.EPOCH;
    private volatile long answeredNanos = Long.MIN_VALUE;
    private volatile long endedNanos = Long.MIN_VALUE;
    private volatile long durationNanos;

    /** @param clock for what people read */
    ClusterWatch(ClusterRegistry registry, Ticker ticker, InstantSource clock, List<ClusterListener> listeners) {
        this.registry = registry;
        this.ticker = ticker;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    void start() {
        Future<?> untilClosed =
                thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.debug("looks every {}: {}", INTERVAL, untilClosed);
    }

    /** What the last look that was answered found. */
    ClusterSnapshot snapshot() {
        return snapshot;
    }

    /** When the broker answered last; the epoch: never. */
    Instant answered() {
        return answered;
    }

    Health health() {
        return new Health(
                fault.isEmpty(), fault, since(answeredNanos), since(endedNanos), Duration.ofNanos(durationNanos));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One look; never throws, or there would be no next one. */
    void look() {
        long began = ticker.nanos();
        try {
            List<RunSummary> runs = runs();
            List<RunSummary> live =
                    runs.stream().filter(run -> !run.state().isFinal()).toList();
            Map<RunId, JsonNode> samples = new HashMap<>();
            for (RunSummary run : live) {
                registry.sample(run.run()).map(RunDescription::parse).ifPresent(found -> samples.put(run.run(), found));
            }
            List<WorkerRecord> alive = registry.workers(SILENCE);
            Set<String> names =
                    alive.stream().map(worker -> worker.worker().value()).collect(Collectors.toSet());
            List<WorkerRecord> silent = registry.workers(FORGOTTEN).stream()
                    .filter(worker -> !names.contains(worker.worker().value()))
                    .toList();
            ClusterSnapshot now = new ClusterSnapshot(runs, samples, alive, silent, registry.coordinators());
            snapshot = now;
            readEvents(live);
            listeners.forEach(listener -> listener.looked(now));
            if (!fault.isEmpty() && round > 0) {
                log.info("HTTP: the broker answers again");
            }
            fault = "";
            answered = clock.instant();
            answeredNanos = ticker.nanos();
            round++;
        } catch (BrokerException silent) {
            if (fault.isEmpty()) {
                log.warn("HTTP: the broker does not answer: {}", silent.getMessage());
            }
            fault = String.valueOf(silent.getMessage());
        } catch (RuntimeException unexpected) {
            log.error("HTTP: internal error while looking at the cluster", unexpected);
            fault = "internal error: " + unexpected;
        } finally {
            endedNanos = ticker.nanos();
            durationNanos = endedNanos - began;
        }
    }

    private List<RunSummary> runs() {
        if (round % ROUNDS_PER_LIST == 0) {
            return registry.runs();
        }
        List<RunSummary> runs = new ArrayList<>();
        for (RunSummary known : snapshot.runs()) {
            if (known.state().isFinal()) {
                runs.add(known);
            } else {
                registry.run(known.run()).ifPresent(runs::add);
            }
        }
        return runs;
    }

    private void readEvents(List<RunSummary> live) {
        Set<RunId> going = live.stream().map(RunSummary::run).collect(Collectors.toSet());
        for (RunId run : going) {
            if (!lastEvents.containsKey(run)) {
                lastEvents.put(run, "");
                if (round == 0) {
                    earlier.add(run);
                }
            }
            readEvents(run);
        }
        for (RunId over : List.copyOf(lastEvents.keySet())) {
            if (!going.contains(over)) {
                readEvents(over);
                lastEvents.remove(over);
                earlier.remove(over);
                listeners.forEach(listener -> listener.ended(over));
            }
        }
    }

    private void readEvents(RunId run) {
        for (int page = 0; page < PAGES_PER_ROUND; page++) {
            List<QueueEvent> events = registry.queues(run).events(lastEvents.getOrDefault(run, ""), PAGE);
            if (!events.isEmpty()) {
                lastEvents.put(run, events.get(events.size() - 1).id());
                boolean before = earlier.contains(run);
                listeners.forEach(listener -> listener.happened(run, events, before));
            }
            if (events.size() < PAGE) {
                earlier.remove(run);
                return;
            }
        }
    }

    private Optional<Duration> since(long nanos) {
        return nanos == Long.MIN_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(ticker.nanos() - nanos));
    }
}
