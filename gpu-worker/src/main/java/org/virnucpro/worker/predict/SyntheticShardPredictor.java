package org.virnucpro.worker.predict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.virnucpro.common.sequence.OpenFrame;

/**
 * Rehearses a cluster without models: waits as long as the shard would take, then makes up scores that depend on the
 * sequence alone, so that every worker gives the same bytes. Not thread-safe.
 */
public final class SyntheticShardPredictor implements ShardPredictor {

    /** How often a waiting predictor looks whether it is to stop. */
    private static final long LOOK_MILLIS = 50;

    private static final int STEPS = 1 << 16;

    private final double speed;
    private final Pause pause;

    /**
     * @param speed predicted milliseconds that pass in one real millisecond; infinite for no wait
     * @param pause lets the time pass
     */
    public SyntheticShardPredictor(double speed, Pause pause) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed " + speed);
        }
        this.speed = speed;
        this.pause = pause;
    }

    @Override
    public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
        waitFor((long) (job.costMillis() / speed), cancellation);
        return new ShardFrames(job, cancellation).read(frame -> score(frame, sink), sink::reject);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private void waitFor(long millis, Cancellation cancellation) {
        for (long left = millis; left > 0; left -= LOOK_MILLIS) {
            cancellation.check();
            pause.pause(Duration.ofMillis(Math.min(left, LOOK_MILLIS)));
        }
        cancellation.check();
    }

    private static void score(OpenFrame frame, RowSink sink) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.nucleotides().getBytes(StandardCharsets.US_ASCII));
        // Multiples of 2^-16 are exact, so the two scores add up to 1 to the last bit.
        float virus = (float) (checksum.getValue() % (STEPS + 1)) / STEPS;
        sink.row(frame.id(), 1 - virus, virus);
    }
}
