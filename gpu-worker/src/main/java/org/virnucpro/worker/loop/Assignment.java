package org.virnucpro.worker.loop;

import org.virnucpro.common.queue.TakeOutcome;

/** A task to run, where it comes from, and the right to run it. */
record Assignment(Membership membership, TakeOutcome.Leased taken, Lease lease) {

    @Override
    public String toString() {
        return "task " + taken.task().id() + " of run " + membership.run();
    }
}
