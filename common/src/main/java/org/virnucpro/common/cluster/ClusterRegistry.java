package org.virnucpro.common.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/**
 * What is known around the runs. Thread-safe; throws {@link org.virnucpro.common.queue.BrokerException} like the queues.
 */
public interface ClusterRegistry {

    /** Announces a worker or renews its announcement. Returns whether this incarnation of it is asked to drain. */
    boolean announce(WorkerRecord worker);

    /**
     * Asks one start of a worker to take nothing new and to leave. The request stays until that start has left or it is taken
     * back; a later start of the same name does not see it. Returns false when this incarnation is not announced.
     */
    boolean requestDrain(WorkerId worker, Incarnation incarnation);

    /** Takes the request back; a worker that has begun to leave leaves. Returns false when this incarnation is not announced. */
    boolean cancelDrain(WorkerId worker, Incarnation incarnation);

    /** Calls {@code action} on a broker thread when somebody asks this worker for something. The action must not block. */
    AutoCloseable onRequest(WorkerId worker, Runnable action);

    /** Takes an announcement back; ignored for another incarnation. */
    void withdraw(WorkerId worker, Incarnation incarnation);

    /** Workers whose last announcement is younger than {@code maximalAge} by the broker's clock, sorted by name. */
    List<WorkerRecord> workers(Duration maximalAge);

    /** Puts a run on the list in state PLANNING. The same spec again: no effect. */
    void submit(RunSpec spec, int priority);

    /** Removes all that the broker knows of a run in a final state, so that it can be submitted again. */
    void forget(RunId run);

    /** Runs by priority, then by time of submission; finished ones until their keys expire. */
    List<RunSummary> runs();

    /** One run of the list. */
    Optional<RunSummary> run(RunId run);

    /** The specification of a run. */
    Optional<RunSpec> spec(RunId run);

    /** The queues of a run. */
    SharedWorkQueues queues(RunId run);

    /** The server that holds all this. */
    BrokerServer server();

    /** Says in words where a run is. */
    void describe(RunId run, String message);

    /** Keeps what the coordinator's last poll of a run measured, as one JSON object, for whoever asks; see docs/monitoring.md. */
    void publishSample(RunId run, String json);

    /** What {@link #publishSample} kept last; empty before the first poll. */
    Optional<String> sample(RunId run);

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
