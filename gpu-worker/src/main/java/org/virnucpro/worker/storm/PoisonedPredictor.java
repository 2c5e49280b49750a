package org.virnucpro.worker.storm;

import java.io.IOException;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;
import org.virnucpro.worker.predict.TaskException;

/** Fails for tasks of one cost, which thereby are poison, and leaves the others to another predictor. */
final class PoisonedPredictor implements ShardPredictor {

    private final ShardPredictor sound;
    private final long poisonMillis;

    PoisonedPredictor(ShardPredictor sound, long poisonMillis) {
        this.sound = sound;
        this.poisonMillis = poisonMillis;
    }

    @Override
    public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
        if (job.costMillis() == poisonMillis) {
            throw new TaskException("this task is poison");
        }
        return sound.predict(job, sink, cancellation);
    }

    @Override
    public void readAhead(ShardJob next) throws IOException {
        sound.readAhead(next);
    }

    @Override
    public void close() {
        sound.close();
    }
}
