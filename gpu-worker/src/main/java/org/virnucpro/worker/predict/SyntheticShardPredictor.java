package org.virnucpro.worker.predict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.time.Ticker;

/**
 * Rehearses a cluster without models: makes up scores that depend on the sequence alone, so that every worker gives the same
 * bytes, and is done when the shard would be: reading it is part of that time. Not thread-safe.
 */
public final class SyntheticShardPredictor implements ShardPredictor {

    /** How often a waiting predictor looks whether it is to stop. */
    private static final long LOOK_NANOS = 50_000_000;

    private static final int STEPS = 1 << 16;

    private final double speed;
    private final Pause pause;
    private final Ticker ticker;
    private final StagedFrames staged = new StagedFrames();

    /**
     * @param speed predicted milliseconds that pass in one real millisecond; infinite for no wait
     * @param pause lets the time pass
     * @param ticker tells how much has passed
     */
    public SyntheticShardPredictor(double speed, Pause pause, Ticker ticker) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed " + speed);
        }
        this.speed = speed;
        this.pause = pause;
        this.ticker = ticker;
    }

    /** Where no time passes but in pauses. */
    public SyntheticShardPredictor(double speed, Pause pause) {
        this(speed, pause, () -> 0);
    }

    @Override
    public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
        long begun = ticker.nanos();
        ShardSummary summary = staged.read(job, cancellation, frame -> score(frame, sink), sink::reject);
        sink.computing();
        waitFor((long) (job.costMillis() * 1e6 / speed), begun, cancellation);
        return summary;
    }

    @Override
    public void readAhead(ShardJob next) throws IOException {
        staged.stage(next);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private void waitFor(long nanos, long begun, Cancellation cancellation) {
        cancellation.check();
        long paused = 0;
        for (long left = nanos - (ticker.nanos() - begun);
                left > 0;
                left = nanos - Math.max(paused, ticker.nanos() - begun)) {
            long step = Math.min(left, LOOK_NANOS);
            pause.pause(Duration.ofNanos(step));
            paused += step;
            cancellation.check();
        }
    }

    private static void score(OpenFrame frame, RowSink sink) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.nucleotides().getBytes(StandardCharsets.US_ASCII));
        // Multiples of 2^-16 are exact, so the two scores add up to 1 to the last bit.
        float virus = (float) (checksum.getValue() % (STEPS + 1)) / STEPS;
        sink.row(frame.id(), 1 - virus, virus);
    }
}
