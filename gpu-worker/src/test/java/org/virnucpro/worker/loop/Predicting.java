package org.virnucpro.worker.loop;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;

/** Lets something happen while a task runs. */
final class Predicting {

    private Predicting() {}

    /** Something happens at the start of every task. */
    static UnaryOperator<ShardPredictor> each(Runnable event) {
        return real -> new ShardPredictor() {
            @Override
            public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
                event.run();
                cancellation.check();
                return real.predict(job, sink, cancellation);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    /** Something happens at the start of the first task. */
    static UnaryOperator<ShardPredictor> first(Runnable event) {
        AtomicBoolean happened = new AtomicBoolean();
        return each(() -> {
            if (happened.compareAndSet(false, true)) {
                event.run();
            }
        });
    }
}
