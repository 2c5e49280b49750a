package org.virnucpro.coordinator.timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;

/**
 * The timelines of the runs of a broker. However many people look, the broker is asked once in a while, and only runs that
 * somebody looked at lately take memory. Thread-safe.
 */
public final class LiveTimelines implements Timelines {

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final int MOST_RUNS = 4;

    /** One run's timeline and when it was looked at last. */
    private static final class Entry {
        private final LiveTimeline timeline;
        private Optional<TimelineView> last = Optional.empty();
        private long looked;

        Entry(LiveTimeline timeline) {
            this.timeline = timeline;
        }

        synchronized Optional<TimelineView> view(Ticker ticker) {
            if (last.isEmpty() || ticker.nanos() - looked > FRESH_NANOS) {
                last = timeline.look();
                looked = ticker.nanos();
            }
            return last;
        }
    }

    private final ClusterRegistry registry;
    private final Ticker ticker;
    private final Map<RunId, Entry> entries = new LinkedHashMap<>(MOST_RUNS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Entry> eldest) {
            return size() > MOST_RUNS;
        }
    };

    public LiveTimelines(ClusterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    @Override
    public Optional<TimelineView> of(RunId run) {
        if (registry.run(run).isEmpty()) {
            return Optional.empty();
        }
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(run, first -> new Entry(new LiveTimeline(registry, run)));
        }
        return entry.view(ticker);
    }
}
