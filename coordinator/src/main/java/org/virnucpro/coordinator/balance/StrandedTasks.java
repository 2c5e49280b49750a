package org.virnucpro.coordinator.balance;

import java.util.Locale;
import java.util.Optional;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;

/** Finds tasks that no member can hold: they wait, without blocking others, until a larger worker joins. One thread. */
final class StrandedTasks {

    /** As far as the broker counts them. */
    private static final int COUNTED = 64;

    private long reported;

    /** What to say about them; each largest record is named once, until it can be held. */
    Optional<String> newlyStranded(QueueView view) {
        QueueView.Aside aside = view.aside();
        long held = view.queues().stream()
                .filter(queue -> queue.membership() == Membership.MEMBER)
                .mapToLong(queue -> queue.room().holds())
                .max()
                .orElse(0);
        if (aside.longestRecord() == reported || held == 0) {
            return Optional.empty();
        }
        reported = aside.longestRecord();
        if (aside.stranded() == 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "tasks that wait for a worker that can hold a record of %,d bases: %s; those present hold at most %,d. Start one"
                        + " with more memory (virnucpro worker --max-sequence %d or more), or cancel the run and cut the"
                        + " record; the other tasks go on, but the run cannot end before",
                aside.longestRecord(),
                aside.stranded() < COUNTED ? aside.stranded() : COUNTED + " or more",
                held,
                aside.longestRecord()));
    }
}
