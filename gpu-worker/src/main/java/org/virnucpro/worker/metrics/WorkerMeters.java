package org.virnucpro.worker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.metrics.Metric;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.worker.loop.TaskListener;

/** Counts the tasks of one worker. Thread-safe. */
public final class WorkerMeters implements TaskListener {

    private final Exposition exposition;
    private final String worker;
    private final Timer durations;
    private final Counter sequences;
    private final Counter chunks;
    private final Counter outOfMemory;

    public WorkerMeters(Exposition exposition, String worker) {
        this.exposition = exposition;
        this.worker = worker;
        this.durations = exposition.durations(Metric.TASK_DURATION, List.of(worker));
        this.sequences = exposition.counter(Metric.WORKER_SEQUENCES, List.of(worker));
        this.chunks = exposition.counter(Metric.WORKER_CHUNKS, List.of(worker));
        this.outOfMemory = exposition.counter(Metric.WORKER_OOM, List.of(worker));
        List.of("done", "failed", "given_back", "superseded").forEach(this::ended);
    }

    @Override
    public void taken(TakeOutcome.Origin origin) {
        exposition
                .counter(Metric.TASKS_TAKEN, List.of(worker, origin.name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    @Override
    public void done(long ofSequences, long ofChunks, Duration duration) {
        ended("done").increment();
        sequences.increment((double) ofSequences);
        chunks.increment((double) ofChunks);
        durations.record(duration);
    }

    @Override
    public void superseded() {
        ended("superseded").increment();
    }

    @Override
    public void failed(Failure how) {
        ended(how == Failure.GIVEN_BACK ? "given_back" : "failed").increment();
        if (how == Failure.OUT_OF_MEMORY) {
            outOfMemory.increment();
        }
    }

    private Counter ended(String outcome) {
        return exposition.counter(Metric.TASKS_ENDED, List.of(worker, outcome));
    }
}
