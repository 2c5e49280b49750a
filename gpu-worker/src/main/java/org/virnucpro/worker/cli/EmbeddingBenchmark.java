package org.virnucpro.worker.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.KernelTimes;

/** Rounds of an engine over the same sequences. Confined to one thread. */
final class EmbeddingBenchmark {

    private static final double NANOS = 1e9;

    /** Hears the embeddings of one batch. */
    interface Sink {
        void accept(EmbeddingMatrix matrix) throws IOException;
    }

    private final EmbeddingEngine engine;
    private final List<String> records;
    private final int batch;
    private final Ticker ticker;

    EmbeddingBenchmark(EmbeddingEngine engine, List<String> records, int batch, Ticker ticker) {
        this.engine = engine;
        this.records = List.copyOf(records);
        this.batch = batch;
        this.ticker = ticker;
    }

    int records() {
        return records.size();
    }

    /** One round. Returns the number of batches. */
    int embed(Sink sink) throws IOException {
        int batches = 0;
        for (int from = 0; from < records.size(); from += batch) {
            sink.accept(engine.embed(records.subList(from, Math.min(records.size(), from + batch))));
            batches++;
        }
        return batches;
    }

    /**
     * Measures.
     *
     * @param warmup rounds before
     * @param seconds rounds begin until this time has passed
     * @param tokens of one round
     */
    Map<String, Object> measure(int warmup, double seconds, long tokens) throws IOException {
        for (int round = 0; round < warmup; round++) {
            embed(matrix -> {});
        }
        List<Double> rounds = new ArrayList<>();
        int batches = 0;
        long begin = ticker.nanos();
        long last = begin;
        do {
            batches += embed(matrix -> {});
            long now = ticker.nanos();
            rounds.add((now - last) / NANOS);
            last = now;
        } while ((last - begin) / NANOS < seconds);
        double elapsed = (last - begin) / NANOS;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tokens_per_second", rounds.size() * (double) tokens / elapsed);
        result.put("sequences_per_second", rounds.size() * (double) records.size() / elapsed);
        result.put("seconds", elapsed);
        result.put("rounds", rounds.size());
        result.put("batches", batches);
        result.put("sequences", records.size());
        result.put("tokens", rounds.size() * tokens);
        result.put("round_seconds", rounds);
        return result;
    }

    /** One more round with a look at each kernel; nothing from an engine that cannot tell. */
    Map<String, KernelTimes.KernelTime> kernels() throws IOException {
        if (!(engine instanceof KernelTimes times)) {
            return Map.of();
        }
        times.measureKernels();
        embed(matrix -> {});
        return times.kernelTimes();
    }
}
