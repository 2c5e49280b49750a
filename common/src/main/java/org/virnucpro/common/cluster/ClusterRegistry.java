package org.virnucpro.common.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/**
 * What is known around the runs. Thread-safe; throws {@link org.virnucpro.common.queue.BrokerException} like the queues.
 */
public interface ClusterRegistry {

    /** Announces a worker or renews its announcement. */
    void announce(WorkerRecord worker);

    /** Takes an announcement back; ignored for another incarnation. */
    void withdraw(WorkerId worker, Incarnation incarnation);

    /** Workers whose last announcement is younger than {@code maximalAge} by the broker's clock, sorted by name. */
    List<WorkerRecord> workers(Duration maximalAge);

    /** Puts a run on the list in state PLANNING. The same spec again: no effect. */
    void submit(RunSpec spec, int priority);

    /** Runs by priority, then by time of submission; finished ones until their keys expire. */
    List<RunSummary> runs();

    /** One run of the list. */
    Optional<RunSummary> run(RunId run);

    /** The specification of a run. */
    Optional<RunSpec> spec(RunId run);

    /** The queues of a run. */
    SharedWorkQueues queues(RunId run);

    /** Says in words where a run is. */
    void describe(RunId run, String message);

    /** Ends a run: final state, message, and its keys expire after the retention. */
    void finish(RunId run, RunState state, String message, Duration retention);

    /** Makes {@code owner} the coordinator of a run for {@code lease}, or renews it; false when another one is. */
    boolean own(RunId run, String owner, Duration lease);

    /** Shows that a coordinator lives, for {@code lease}. */
    void announceCoordinator(String owner, Duration lease);

    /** Names of live coordinators. */
    List<String> coordinators();

    /** Wakes idle workers and waiting clients. */
    void nudge();

    /** Calls {@code action} on a broker thread at every nudge, until closed. The action must not block. */
    AutoCloseable onNudge(Runnable action);
}
