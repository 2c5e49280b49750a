package org.virnucpro.worker.loop;

import java.util.Optional;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.device.TelemetrySource;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.service.ServiceState;
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
    private final TaskPipeline tasks;
    private final IdleTime idleTime;
    private final IdleReport idleReport;
    private final LeaseThread leases;
    private final DrainNotice drainNotice;
    private final ReadAheadThread readAhead;
    private final TaskGaps gaps;
    private final BrokerLink link = new BrokerLink();
    private final Backoff backoff;
    private final Wakeup wakeup;
    private final Drain drain;
    private final TaskListener listener;
    private final ProgressWatch watch;
    private boolean busy;

    /** A loop that waits for ever for an engine that hangs, on a device that nobody measures. */
    public WorkerLoop(
            WorkerRecord self, ClusterRegistry registry, DataRoots roots, ShardPredictor predictor, LoopTiming timing) {
        this(
                self,
                registry,
                roots,
                predictor,
                timing,
                new WhenHung(StallLimit.DEFAULT, () -> {}),
                new Observers(TelemetrySource.NONE, TaskListener.NONE));
    }

    /**
     * Who looks on.
     *
     * @param telemetry is announced with this worker
     * @param tasks hears what becomes of tasks
     */
    public record Observers(TelemetrySource telemetry, TaskListener tasks) {}

    /**
     * When an engine counts as hung, and what ends the process then.
     *
     * @param endProcess called at most once, on a thread of this loop, when the task has been given back; need not return
     */
    public record WhenHung(StallLimit limit, Runnable endProcess) {}

    public WorkerLoop(
            WorkerRecord self,
            ClusterRegistry registry,
            DataRoots roots,
            ShardPredictor predictor,
            LoopTiming timing,
            WhenHung whenHung,
            Observers observers) {
        this.registry = registry;
        listener = observers.tasks();
        wakeup = timing.wakeup();
        drain = new Drain(timing.ticker(), timing.drainTimeout(), wakeup);
        backoff = new Backoff(timing.random());
        announcement = new Announcement(registry, self, drain, observers.telemetry());
        memberships =
                new Memberships(registry, self, announcement, roots, settings -> settings.newPolicy(timing.random()));
        visitor = new RunVisitor(registry, memberships, timing.ticker(), drain);
        gaps = new TaskGaps(timing.ticker());
        watch = new ProgressWatch(timing.ticker(), whenHung.limit(), self.weight());
        RecentCompletions recent = new RecentCompletions(registry.server(), self.worker(), timing.ticker());
        TaskReport report = new TaskReport(self.worker(), link, recent, wakeup, timing.random(), listener);
        readAhead = new ReadAheadThread(
                self.worker().value(), new ReadAhead(self.worker(), new TaskInput(roots), predictor));
        TaskRunner runner = new TaskRunner(self, roots, predictor, report, drain, gaps, readAhead, watch);
        tasks = new TaskPipeline(self.worker().value(), runner, readAhead, this::take, drain, timing.ticker());
        idleTime = new IdleTime(memberships::all, timing.ticker(), timing.random());
        drainNotice = new DrainNotice(registry, memberships::all, announcement);
        idleReport = new IdleReport(self.worker(), timing.ticker());
        leases = new LeaseThread(
                self.worker().value(),
                new LeaseKeeper(memberships::all, announcement, drain, drainNotice, timing.ticker(), link, recent),
                new HungEngine(watch, memberships::all, announcement, whenHung.endProcess()));
    }

    /**
     * Works until a drain is requested or the thread is interrupted; then leaves every run.
     *
     * @throws WorkerFaultException when this worker cannot go on
     */
    public void run() {
        try (Nudges nudges = new Nudges(registry, wakeup, announcement.worker(), leases::lookNow)) {
            listen(nudges);
            leases.start();
            readAhead.start();
            while (!drain.isRequested() && !Thread.currentThread().isInterrupted()) {
                step(nudges);
            }
        } finally {
            leave();
        }
    }

    /** How this worker is, for whoever supervises its process. */
    public ServiceState life() {
        return new WorkerLife(announcement, watch, drain, link);
    }

    /** Takes nothing new; the running task may go on for the drain timeout. */
    public void requestDrain() {
        drain.request();
        leases.wake();
    }

    /** Before the announcement: who is announced can be woken. */
    private void listen(Nudges nudges) {
        try {
            nudges.subscribe();
        } catch (BrokerException silence) {
            link.silent(silence);
        }
    }

    private void step(Nudges nudges) {
        watch.moves();
        try {
            nudges.subscribe();
            Optional<Assignment> next = take();
            if (next.isPresent()) {
                busy = true;
                tasks.run(next.get());
                return;
            }
            gaps.interrupted();
            idleReport.nothing(memberships.all());
            if (busy) {
                // once per idle stretch: the coordinator may be waiting for the last task
                busy = false;
                registry.nudge();
            } else if (!idleTime.reap()) {
                wakeup.await(idleTime.untilNextTry());
            }
        } catch (BrokerException silence) {
            link.silent(silence);
            idleReport.silent(memberships.all());
            wakeup.await(backoff.next());
        }
    }

    /** On the loop's thread, or on that which hands tasks over while the loop computes. */
    private Optional<Assignment> take() {
        idleReport.looking();
        Optional<Assignment> next = visitor.next();
        link.answered();
        backoff.reset();
        if (next.isPresent()) {
            listener.taken(next.get().taken().origin());
            idleReport.working(next.get().membership(), memberships.all());
            leases.wake();
        }
        return next;
    }

    private void leave() {
        tasks.close();
        leases.close();
        readAhead.close();
        memberships.leaveAll();
        drainNotice.leave();
        gaps.summarize();
        announcement.withdraw();
    }
}
