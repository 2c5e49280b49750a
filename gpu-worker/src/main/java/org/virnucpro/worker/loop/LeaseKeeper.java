package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.time.Ticker;

/**
 * Renews the leases of this worker at a third of their length, shows its life, and stops the running task when the broker
 * says that it is lost; hears and passes on that this worker is to drain; looks whether the broker has started anew. Confined to the lease thread, {@link #lookNow}
 * apart.
 */
final class LeaseKeeper {

    private static final int BEATS_PER_LEASE = 3;
    /** When the broker has failed to answer, the next try comes after this part of a lease. */
    private static final int TRIES_PER_LEASE = 12;

    /** Where leases are long; else as often as heartbeats, since silence of a lease makes a worker count as lost. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Supplier<Collection<Membership>> memberships;
    private final Announcement announcement;
    private final Drain drain;
    private final DrainNotice notice;
    private final Ticker ticker;
    private final BrokerLink link;
    private final RecentCompletions recent;
    private final AtomicBoolean announceNow = new AtomicBoolean();
    private final Map<Membership, Long> nextBeats = new HashMap<>();
    private long announced;
    private boolean announcedDraining;

    LeaseKeeper(
            Supplier<Collection<Membership>> memberships,
            Announcement announcement,
            Drain drain,
            DrainNotice notice,
            Ticker ticker,
            BrokerLink link,
            RecentCompletions recent) {
        this.memberships = memberships;
        this.announcement = announcement;
        this.drain = drain;
        this.notice = notice;
        this.ticker = ticker;
        this.link = link;
        this.recent = recent;
        this.announced = ticker.nanos() - LONGEST_SILENCE.toNanos();
    }

    /** The next beat announces this worker, since somebody asks it for something. Thread-safe. */
    void lookNow() {
        announceNow.set(true);
    }

    /** Sends what is due. Returns the time until more is due. */
    Duration beat() {
        Collection<Membership> current = memberships.get();
        nextBeats.keySet().retainAll(current);
        long earliest = Long.MAX_VALUE;
        for (Membership membership : current) {
            long now = ticker.nanos();
            // The join has just shown life, so the first beat is a whole interval away.
            long due = nextBeats.computeIfAbsent(membership, joined -> now + interval(joined, BEATS_PER_LEASE));
            if (due - now <= 0) {
                boolean answered = answers(() -> renew(membership));
                due = ticker.nanos() + interval(membership, answered ? BEATS_PER_LEASE : TRIES_PER_LEASE);
                nextBeats.put(membership, due);
            }
            earliest = Math.min(earliest, due - ticker.nanos());
        }
        long shortestInterval = current.stream()
                .mapToLong(membership -> interval(membership, BEATS_PER_LEASE))
                .reduce(LONGEST_SILENCE.toNanos(), Math::min);
        long untilAnnouncement = announced + shortestInterval - ticker.nanos();
        if (announceNow.getAndSet(false) || untilAnnouncement <= 0 || announcedDraining != drain.isRequested()) {
            announce();
            untilAnnouncement = announcedDraining == drain.isRequested() ? shortestInterval : 0;
        }
        return Duration.ofNanos(Math.max(0, Math.min(earliest, untilAnnouncement)));
    }

    private void renew(Membership membership) {
        Optional<Lease> lease = membership.running();
        long sent = ticker.nanos();
        HeartbeatOutcome outcome = membership
                .queues()
                .heartbeat(
                        announcement.worker(),
                        membership.incarnation(),
                        lease.map(Lease::held).stream().toList());
        if (outcome instanceof HeartbeatOutcome.Renewed renewed && isAlive(renewed.state())) {
            lease.ifPresent(held -> {
                if (renewed.lost().contains(held.held().task())) {
                    held.lose();
                } else {
                    held.renewed(sent);
                }
            });
        } else {
            membership.lose();
        }
    }

    private void announce() {
        boolean draining = drain.isRequested();
        answers(() -> announcement.renew(draining));
        answers(recent::check);
        if (draining) {
            answers(notice::tell);
        } else if (announcedDraining) {
            answers(notice::takeBack);
        }
        announcedDraining = draining;
        announced = ticker.nanos();
    }

    private boolean answers(Runnable call) {
        try {
            call.run();
            link.answered();
            return true;
        } catch (BrokerException silence) {
            link.silent(silence);
            return false;
        }
    }

    private static boolean isAlive(RunState state) {
        return state == RunState.OPEN || state == RunState.PAUSED;
    }

    private static long interval(Membership membership, int parts) {
        return membership.leaseLength().toNanos() / parts;
    }
}
