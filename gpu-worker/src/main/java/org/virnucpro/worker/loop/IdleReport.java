package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.time.Ticker;

/**
 * Tells each joined run why this worker computes nothing for it: when that begins and when the reason changes, at most once
 * per steal interval and run, so that no stretch longer than an interval goes unexplained. A reason that held for less is
 * counted to the one that followed. Confined to the loop's thread.
 */
final class IdleReport {

    private static final Logger LOG = LoggerFactory.getLogger(IdleReport.class);

    /** One reason and since when; whether the broker knows. */
    private record Reason(String words, long sinceNanos, boolean reported) {}

    private final WorkerId self;
    private final Ticker ticker;
    private final Map<Membership, Reason> current = new HashMap<>();
    private final Map<Membership, Long> lastReports = new HashMap<>();
    private long lookingSinceNanos;

    IdleReport(WorkerId self, Ticker ticker) {
        this.self = self;
        this.ticker = ticker;
        this.lookingSinceNanos = ticker.nanos();
    }

    /** The worker begins to look for a task. */
    void looking() {
        lookingSinceNanos = ticker.nanos();
    }

    /** The worker has looked everywhere and has no task. */
    void nothing(Collection<Membership> joined) {
        current.keySet().retainAll(joined);
        lastReports.keySet().retainAll(joined);
        joined.forEach(membership -> becomes(membership, membership.batches().whyIdle()));
    }

    /** The worker has a task of one run; that ends the stretch there, and the others wait. */
    void working(Membership busy, Collection<Membership> joined) {
        Reason said = current.remove(busy);
        Reason last = said != null ? said : new Reason(IdleReason.SLOW_TAKE.words(), lookingSinceNanos, false);
        try {
            // a little early, since the broker's clock sees the stretch begin before this worker knows of it
            if (!last.reported() && isDue(busy) && heldNanos(last) >= interval(busy) / 4 * 3) {
                send(busy, last);
            }
            for (Membership other : joined) {
                if (other != busy) {
                    becomes(other, IdleReason.OTHER_RUN.words());
                }
            }
        } catch (BrokerException silence) {
            // the task in hand is worth more than the report
            LOG.debug("why this worker was idle is not reported: {}", silence.getMessage());
        }
    }

    /** The broker does not answer; said when it does again. */
    void silent(Collection<Membership> joined) {
        joined.forEach(membership -> note(membership, IdleReason.BROKER_SILENT.words()));
    }

    private void becomes(Membership membership, String words) {
        Reason before = current.get(membership);
        if (before != null && !before.words().equals(words) && !before.reported() && lasts(membership, before)) {
            send(membership, before);
            current.put(membership, new Reason(before.words(), before.sinceNanos(), true));
        }
        Reason now = note(membership, words);
        if (!now.reported() && isDue(membership)) {
            send(membership, now);
            current.put(membership, new Reason(now.words(), now.sinceNanos(), true));
        }
    }

    private Reason note(Membership membership, String words) {
        Reason before = current.get(membership);
        if (before != null && before.words().equals(words)) {
            return before;
        }
        long since =
                before == null || before.reported() || lasts(membership, before) ? ticker.nanos() : before.sinceNanos();
        Reason now = new Reason(words, since, false);
        current.put(membership, now);
        return now;
    }

    private void send(Membership membership, Reason reason) {
        membership.queues().reportIdle(self, reason.words(), Duration.ofNanos(heldNanos(reason)));
        lastReports.put(membership, ticker.nanos());
    }

    private boolean isDue(Membership membership) {
        Long last = lastReports.get(membership);
        return last == null || ticker.nanos() - last >= interval(membership);
    }

    private boolean lasts(Membership membership, Reason reason) {
        return heldNanos(reason) >= interval(membership);
    }

    private long heldNanos(Reason reason) {
        return ticker.nanos() - reason.sinceNanos();
    }

    private static long interval(Membership membership) {
        return membership.spec().stealing().interval().toNanos();
    }
}
