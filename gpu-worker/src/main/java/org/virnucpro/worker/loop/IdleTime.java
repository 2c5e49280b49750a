package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.time.Ticker;

/**
 * What a worker without a task does: bring back what dead workers held, and wait for the next try. Times are jittered so
 * that idle workers do not act in step. Confined to the loop's thread.
 */
final class IdleTime {

    private static final Logger LOG = LoggerFactory.getLogger(IdleTime.class);
    private static final int REAPS_PER_LEASE = 6;
    private static final int REAP_LIMIT = 100;

    private final Supplier<Collection<Membership>> memberships;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Map<Membership, Long> nextReaps = new HashMap<>();

    IdleTime(Supplier<Collection<Membership>> memberships, Ticker ticker, RandomGenerator random) {
        this.memberships = memberships;
        this.ticker = ticker;
        this.random = random;
    }

    /** Queues expired leases again where it is time to look for them. Returns whether there were any. */
    boolean reap() {
        Collection<Membership> current = memberships.get();
        nextReaps.keySet().retainAll(current);
        int reaped = 0;
        for (Membership membership : current) {
            long now = ticker.nanos();
            long due = nextReaps.computeIfAbsent(membership, joined -> now + reapInterval(joined));
            if (due - now <= 0) {
                int back = membership.queues().reap(REAP_LIMIT);
                if (back > 0) {
                    LOG.info("run {}: {} leases had run out; their tasks are queued again", membership.run(), back);
                }
                reaped += back;
                nextReaps.put(membership, now + reapInterval(membership));
            }
        }
        return reaped > 0;
    }

    /** How long to wait for the next try: no longer than until a task may be taken that waits for its next attempt. */
    Duration untilNextTry() {
        long retry = memberships.get().stream()
                .map(membership -> membership.batches().nextRetry())
                .flatMap(Optional::stream)
                .mapToLong(Duration::toNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        long nanos = memberships.get().stream()
                .mapToLong(membership -> Math.min(
                        membership.spec().stealing().interval().toNanos(),
                        membership.leaseLength().toNanos() / REAPS_PER_LEASE))
                .min()
                .orElse(StealSettings.ON.interval().toNanos());
        return Duration.ofNanos(Math.min(retry, jittered(nanos)));
    }

    private long reapInterval(Membership membership) {
        return jittered(membership.leaseLength().toNanos() / REAPS_PER_LEASE);
    }

    private long jittered(long nanos) {
        return random.nextLong(nanos - nanos / 4, nanos + nanos / 4 + 1);
    }
}
