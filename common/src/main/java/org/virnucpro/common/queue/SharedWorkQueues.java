package org.virnucpro.common.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * The work queues of one run, shared by its workers and its coordinator: one list per worker and a common retry list.
 *
 * <p>Every call is one atomic step in the broker and harmless when it is sent twice. Leases run on the broker's clock.
 * Thread-safe. Calls block until the broker answers and throw {@link BrokerException} when it does not; the effect of such
 * a call is unknown, and repeating it is right.
 */
public interface SharedWorkQueues {

    /**
     * Makes the run ready for its tasks and opens it. Again with the same settings: no effect.
     *
     * @throws IllegalStateException when the run exists with other settings
     */
    void open(RunSettings settings);

    /** The settings that the run was opened with; empty before that, and when its keys have expired. */
    Optional<RunSettings> settings();

    /** Appends tasks to the queues of their homes, in order; tasks that are known already are skipped. Returns how many were new. */
    int submit(List<Task> tasks);

    /**
     * Records tasks as done that the broker does not know yet and whose results are durable; those that it knows it decides
     * itself, and they are skipped. To be called before {@link #submit}. Returns how many were recorded.
     */
    int restore(List<DurableResult> results);

    /** All queues at one instant. */
    QueueView observe();

    /** The task that this worker would probably take next; advice, which may be wrong at once. */
    Optional<Task> peek(WorkerId worker);

    /** Takes one task and leases it; never blocks, never looks at a size before it pops. */
    TakeOutcome take(TakeRequest request);

    /** Records a task as done; its result must be durable under the token before this call. */
    CompleteOutcome complete(TaskId task, FencingToken token, WorkerId worker);

    /** Gives a leased task back. */
    FailOutcome fail(TaskId task, FencingToken token, String error, FailKind kind);

    /** Renews leases and shows life. */
    HeartbeatOutcome heartbeat(WorkerId worker, Incarnation incarnation, List<HeldLease> held);

    /** Queues at most {@code limit} expired leases again, or declares them dead. Returns how many. Anybody may call it. */
    int reap(int limit);

    /**
     * Makes a worker a member; leases of its earlier incarnation are queued again at once.
     *
     * @param weight its speed relative to the reference; kept to three decimals
     * @param longestRecord bases of the longest record that it can hold; it never gets a task with a longer one. {@link
     *     Long#MAX_VALUE} for any
     * @return how many leases were queued again
     */
    int join(WorkerId worker, Incarnation incarnation, double weight, long longestRecord);

    /** Makes a worker a member that can hold any record. */
    default int join(WorkerId worker, Incarnation incarnation, double weight) {
        return join(worker, incarnation, weight, Long.MAX_VALUE);
    }

    /** Makes a worker of weight 1 a member that can hold any record. */
    default int join(WorkerId worker, Incarnation incarnation) {
        return join(worker, incarnation, 1);
    }

    /**
     * Lets a worker take nothing new, and opens its queue to all at once; its lease goes on. Joining takes that back. A worker
     * that has a queue but has not joined drains, too; ignored for another incarnation.
     */
    void drain(WorkerId worker, Incarnation incarnation);

    /** Ends a membership cleanly: leases are handed back without counting. Ignored for another incarnation. */
    int leave(WorkerId worker, Incarnation incarnation);

    /** Ends the membership of a worker that stopped without a word: its leases are queued again and count. */
    int declareLost(WorkerId worker, Incarnation incarnation);

    /** Opens the queue of a worker that has not joined and will not come to all; ignored when it has joined. */
    void declareAbsent(WorkerId worker);

    /** Cancels tasks that are not done or dead. Returns how many. */
    int cancel(Collection<TaskId> tasks);

    /** Moves the run to another state; final states stay. Returns the state after the call. */
    RunState changeState(RunState state);

    /** The state of the run. */
    RunState state();

    /**
     * Gives out no task until {@link #liftBarrier}, unless the run has passed the barrier since the broker started. Running
     * tasks go on, and a pause by a person is untouched.
     *
     * @return whether the barrier is up
     */
    boolean raiseBarrier();

    /**
     * Gives out tasks again, if this start of the broker is still the one that answers.
     *
     * @param start see {@link BrokerStart#id()}
     * @return whether the barrier is up
     */
    boolean liftBarrier(String start);

    /** What contradicts itself in the queues, in words, from one look at all of them; empty when nothing does. Writes nothing. */
    List<String> audit();

    /**
     * Makes damaged queues agree again. Tasks that no list and no lease has are forgotten, and the barrier is raised: no task is
     * given out until a coordinator has sent all tasks again.
     *
     * @return what was done, in words; empty when the run is over or not known
     */
    Optional<String> repair();

    /** Events behind {@code afterId} (empty: from the beginning), oldest first, at most {@code limit}. */
    List<QueueEvent> events(String afterId, int limit);

    /**
     * Records as an event why a worker has no task; a run that is over, or not known, takes none.
     *
     * @param reason in words, the same words for the same reason
     * @param held how long it has been the reason already
     */
    void reportIdle(WorkerId worker, String reason, Duration held);

    /** Tasks out of attempts. */
    List<DeadTask> deadTasks();

    /**
     * Puts smaller tasks in the place of a dead one; the plan on disk has them already. One that is divisible has a single
     * attempt until it is split further, so that isolating one record costs few workers.
     *
     * @param children with ids that no task has had
     */
    SplitOutcome split(DeadTask parent, List<Task> children);

    /**
     * Tells a broker that does not know a task that it was split at an earlier time of the run. Its children are then tasks of
     * the run that can be submitted, or restored.
     *
     * @return whether the parent is split now; false when the broker knows it otherwise
     */
    boolean restoreSplit(TaskId parent, List<TaskId> children);

    /** Gives dead tasks all their attempts back and queues them again; those that are not dead any more are passed over. */
    RetryOutcome retry(List<DeadTask> tasks);

    /** The token of the accepted completion of every task that is done. */
    Map<TaskId, FencingToken> winners();

    /** The members and the incarnations that they joined with; also those that take nothing new. */
    Map<WorkerId, Incarnation> members();
}
