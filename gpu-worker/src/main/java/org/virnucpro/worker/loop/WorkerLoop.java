package org.virnucpro.worker.loop;

import java.util.Optional;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.worker.predict.ShardPredictor;

/**
 * The life of a worker: take a task, compute it, report it, until it is told to stop. {@link #run} is confined to one
 * thread; {@link #requestDrain} may come from any.
 */
public final class WorkerLoop {

    private final ClusterRegistry registry;
    private final Announcement announcement;
    private final Memberships memberships;
    private final RunVisitor visitor;
    private final TaskRunner runner;
    private final IdleTime idleTime;
    private final LeaseThread leases;
    private final BrokerLink link = new BrokerLink();
    private final Backoff backoff;
    private final Wakeup wakeup;
    private final Drain drain;
    private boolean busy;

    public WorkerLoop(
            WorkerRecord self, ClusterRegistry registry, DataRoots roots, ShardPredictor predictor, LoopTiming timing) {
        this.registry = registry;
        wakeup = timing.wakeup();
        drain = new Drain(timing.ticker(), timing.drainTimeout());
        backoff = new Backoff(timing.random());
        announcement = new Announcement(registry, self);
        memberships =
                new Memberships(registry, self, announcement, roots, settings -> settings.newPolicy(timing.random()));
        visitor = new RunVisitor(registry, memberships, timing.ticker(), drain);
        runner = new TaskRunner(self, roots, predictor, new TaskReport(self.worker(), link, wakeup, timing.random()));
        idleTime = new IdleTime(memberships::all, timing.ticker(), timing.random());
        leases = new LeaseThread(
                self.worker().value(), new LeaseKeeper(memberships::all, announcement, drain, timing.ticker(), link));
    }

    /**
     * Works until a drain is requested or the thread is interrupted; then leaves every run.
     *
     * @throws WorkerFaultException when this worker cannot go on
     */
    public void run() {
        leases.start();
        try (Nudges nudges = new Nudges(registry, wakeup)) {
            while (!drain.isRequested() && !Thread.currentThread().isInterrupted()) {
                step(nudges);
            }
        } finally {
            leave();
        }
    }

    /** Takes nothing new; the running task may go on for the drain timeout. */
    public void requestDrain() {
        drain.request();
        wakeup.wake();
        leases.wake();
    }

    private void step(Nudges nudges) {
        try {
            nudges.subscribe();
            Optional<Assignment> next = visitor.next();
            link.answered();
            backoff.reset();
            if (next.isPresent()) {
                busy = true;
                work(next.get());
            } else if (busy) {
                // once per idle stretch: the coordinator may be waiting for the last task
                busy = false;
                registry.nudge();
            } else if (!idleTime.reap()) {
                wakeup.await(idleTime.untilNextTry());
            }
        } catch (BrokerException silence) {
            link.silent(silence);
            wakeup.await(backoff.next());
        }
    }

    private void work(Assignment assignment) {
        leases.wake();
        try {
            runner.run(assignment);
        } finally {
            assignment.membership().finished();
        }
    }

    private void leave() {
        leases.close();
        memberships.leaveAll();
        announcement.withdraw();
    }
}
