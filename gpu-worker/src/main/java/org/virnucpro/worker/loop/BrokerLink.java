package org.virnucpro.worker.loop;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;

/** Says once when the broker falls silent, and once when it answers again. Thread-safe. */
final class BrokerLink {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);

    private final AtomicBoolean silent = new AtomicBoolean();

    void answered() {
        if (silent.compareAndSet(true, false)) {
            LOG.info("the broker answers again");
        }
    }

    boolean isSilent() {
        return silent.get();
    }

    void silent(BrokerException cause) {
        if (silent.compareAndSet(false, true)) {
            LOG.warn(
                    "the broker does not answer; a running task goes on until its lease is over, and the worker keeps"
                            + " trying: {}",
                    cause.getMessage());
        }
    }
}
