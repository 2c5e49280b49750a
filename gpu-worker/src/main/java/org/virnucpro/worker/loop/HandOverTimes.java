package org.virnucpro.worker.loop;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.time.Ticker;

/** How long each step from one task to the next takes, as a line of the debug log. Confined to one thread. */
final class HandOverTimes {

    private static final Logger LOG = LoggerFactory.getLogger(HandOverTimes.class);

    private final Ticker ticker;
    private final long begun;
    private long durable;
    private long reported;

    HandOverTimes(Ticker ticker) {
        this.ticker = ticker;
        this.begun = ticker.nanos();
        this.durable = begun;
        this.reported = begun;
    }

    /** The part is on disk. */
    void durable() {
        durable = ticker.nanos();
        reported = durable;
    }

    /** The broker knows that the task is done. */
    void reported() {
        reported = ticker.nanos();
    }

    /** The next task is leased. */
    void taken() {
        if (LOG.isDebugEnabled()) {
            LOG.debug(String.format(
                    Locale.ROOT,
                    "part %.2f ms, report %.2f ms, take %.2f ms",
                    (durable - begun) / 1e6,
                    (reported - durable) / 1e6,
                    (ticker.nanos() - reported) / 1e6));
        }
    }
}
