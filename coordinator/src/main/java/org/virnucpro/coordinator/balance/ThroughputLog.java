package org.virnucpro.coordinator.balance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.queue.QueueView;

/**
 * Appends one line per worker and poll to throughput.tsv, for later analysis. A coordinator that takes a run over goes on in
 * the file of the one before it; a line that was cut off by a crash is ended, so that it damages no other. Units are in the
 * names of the columns; {@code NA} stands for a number that is not known.
 */
public final class ThroughputLog implements AutoCloseable {

    /** The columns. */
    static final List<String> COLUMNS = List.of(
            "time",
            "elapsed_seconds",
            "worker",
            "membership",
            "queue_depth",
            "queued_cost_seconds",
            "running",
            "tasks_done",
            "files_done",
            "sequences_done",
            "sequences_per_second",
            "stolen_in",
            "stolen_out",
            "refused",
            "speed",
            "projected_finish_seconds",
            "stalled");

    private final BufferedWriter out;

    /** Opens the file for appending; writes the header when it is new. */
    public ThroughputLog(Path file) throws IOException {
        boolean torn = endTorn(file);
        this.out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            out.write('\n');
        }
        if (Files.size(file) == 0) {
            out.write(String.join("\t", COLUMNS) + "\n");
        }
        out.flush();
    }

    void append(PollSample sample) {
        try {
            for (QueueView.Queue queue : sample.view().queues()) {
                WorkerMeasures worker = sample.workers().get(queue.worker());
                if (worker != null) {
                    out.write(line(sample, worker));
                }
            }
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write throughput.tsv", failure);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String line(PollSample sample, WorkerMeasures worker) {
        QueueView.Queue queue = worker.queue();
        return String.format(
                Locale.ROOT,
                "%s\t%.3f\t%s\t%s\t%d\t%.3f\t%d\t%d\t%d\t%d\t%.3f\t%d\t%d\t%d\t%.3f\t%s\t%b\n",
                sample.view().time(),
                sample.run().elapsedSeconds(),
                queue.worker(),
                queue.membership().name().toLowerCase(Locale.ROOT),
                queue.depth(),
                (double) queue.queuedCostMillis() / 1000,
                worker.running().isPresent() ? 1 : 0,
                queue.done().tasks(),
                worker.filesDone(),
                queue.done().sequences(),
                worker.sequencesPerSecond(),
                queue.done().stolen(),
                worker.stolenOut(),
                queue.done().refused(),
                worker.speed(),
                worker.projectedFinishSeconds().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.3f",
                                worker.projectedFinishSeconds().getAsDouble())
                        : "NA",
                worker.stalled());
    }

    private static boolean endTorn(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "r")) {
            end.seek(end.length() - 1);
            return end.read() != '\n';
        }
    }
}
