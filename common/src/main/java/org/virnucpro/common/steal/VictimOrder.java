package org.virnucpro.common.steal;

import java.util.List;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/** In which order a thief tries other queues when nothing better is known. Confined to one thread. */
interface VictimOrder {

    /** The victims of one round, in the order in which they are tried. */
    List<WorkerId> next(QueueView view, WorkerId thief);

    /** Whether a thief may steal from a queue: it has tasks, and an owner that is not gone. */
    static boolean isVictim(QueueView.Queue queue, WorkerId thief) {
        return queue.depth() > 0
                && queue.membership() != QueueView.Membership.DEPARTED
                && !queue.worker().equals(thief);
    }

    /**
     * The victims with no task that the thief can hold. Not those whose owner is not there yet: nobody else would get what
     * blocks their queues out of the way.
     */
    static List<StealRefusal> tooLarge(QueueView view, WorkerId thief) {
        long holds = view.queues().stream()
                .filter(queue -> queue.worker().equals(thief))
                .mapToLong(queue -> queue.room().holds())
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return view.queues().stream()
                .filter(queue -> isVictim(queue, thief)
                        && queue.membership() == QueueView.Membership.MEMBER
                        && queue.room().needed() > holds)
                .map(queue -> new StealRefusal(queue.worker(), StealRefusal.Reason.TOO_LARGE))
                .toList();
    }
}
