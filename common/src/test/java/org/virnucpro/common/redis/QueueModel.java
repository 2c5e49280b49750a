package org.virnucpro.common.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.task.WorkerId;

/** What the queues of a run should do, in plain Java: no lists of bytes, no scripts, no clock. */
final class QueueModel {

    /** What a take should give; the token is the broker's choice. */
    record Taken(String status, Optional<Task> task, Optional<Origin> origin) {
        static Taken without(String status) {
            return new Taken(status, Optional.empty(), Optional.empty());
        }
    }

    final TaskState[] states;
    final FencingToken[] tokens;
    final Map<WorkerId, Deque<Task>> queues = new TreeMap<>();
    final Deque<Task> retry = new ArrayDeque<>();
    final List<Task> aside = new ArrayList<>();
    final Map<WorkerId, Long> holds = new TreeMap<>();
    final Map<WorkerId, Task> leases = new TreeMap<>();
    final Map<WorkerId, Incarnation> members = new TreeMap<>();
    final Map<WorkerId, Incarnation> departed = new TreeMap<>();
    private final Set<WorkerId> draining = new HashSet<>();
    private final Set<WorkerId> planned = new HashSet<>();
    final List<Task> dead = new ArrayList<>();
    private final Map<TaskId, Integer> expired = new HashMap<>();
    private final Map<TaskId, Integer> errors = new HashMap<>();
    private final Map<TaskId, Integer> losses = new HashMap<>();
    private final int mostErrors;
    private final int mostLosses;
    RunState state = RunState.OPEN;
    long requeues;
    long steals;

    /** @param ids those of the plan, and those that splits may give out */
    QueueModel(int ids, RetryBudget retries) {
        this.states = new TaskState[ids];
        this.tokens = new FencingToken[ids];
        this.mostErrors = retries.attempts();
        this.mostLosses = retries.losses();
        Arrays.fill(states, TaskState.UNKNOWN);
    }

    int submit(List<Task> tasks) {
        int added = 0;
        for (Task task : tasks) {
            if (is(task.id(), TaskState.UNKNOWN)) {
                set(task.id(), TaskState.PENDING);
                queue(task.home()).add(task);
                planned.add(task.home());
                added++;
            }
        }
        return added;
    }

    Taken take(TakeRequest request) {
        WorkerId worker = request.worker();
        if (!request.incarnation().equals(members.get(worker))) {
            return Taken.without("Fenced");
        }
        Task held = leases.get(worker);
        if (held != null) {
            expired.remove(held.id());
            return new Taken("Leased", Optional.of(held), Optional.of(Origin.AGAIN));
        }
        if (state != RunState.OPEN) {
            return Taken.without("NotOpen");
        }
        if (draining.contains(worker)) {
            return Taken.without("Empty");
        }
        boolean unequal = unequal(request);
        boolean guarded = false;
        for (TakeSource source : request.sources()) {
            Deque<Task> list = list(source, worker);
            long most = Long.MAX_VALUE;
            if (source instanceof TakeSource.Departed other
                    && !departed.containsKey(other.owner())
                    && !draining.contains(other.owner())) {
                continue;
            }
            if (source instanceof TakeSource.Steal steal) {
                most = steal.maximalCostMillis();
                if (!unequal) {
                    guarded |= !list.isEmpty();
                    continue;
                }
            }
            long holdsBases = holds.getOrDefault(worker, Long.MAX_VALUE);
            Optional<Task> task = source instanceof TakeSource.RetryList ? fromAside(holdsBases) : Optional.empty();
            if (task.isPresent()) {
                return grant(worker, task.get(), Origin.RETRY);
            }
            boolean othersTurn = source instanceof TakeSource.Steal steal
                    && members.containsKey(steal.victim())
                    && !draining.contains(steal.victim());
            while (!list.isEmpty()) {
                if (!is(list.peek().id(), TaskState.PENDING)) {
                    list.poll();
                } else if (list.peek().longestRecord() > holdsBases && !othersTurn) {
                    aside.add(list.poll());
                } else {
                    break;
                }
            }
            task = pick(list, most, holdsBases);
            if (task.isPresent()) {
                list.remove(task.get());
                return grant(worker, task.get(), origin(source));
            }
            guarded |= !list.isEmpty();
        }
        return Taken.without(guarded ? "Guarded" : "Empty");
    }

    CompleteOutcome complete(TaskId id, FencingToken token, WorkerId worker) {
        if (!token.equals(tokens[id.index()])) {
            return CompleteOutcome.FENCED;
        }
        if (is(id, TaskState.DONE)) {
            return CompleteOutcome.DUPLICATE;
        }
        Task held = leases.get(worker);
        if (held == null || !held.id().equals(id)) {
            return CompleteOutcome.FENCED;
        }
        leases.remove(worker);
        expired.remove(id);
        set(id, TaskState.DONE);
        return CompleteOutcome.RECORDED;
    }

    FailOutcome fail(TaskId id, FencingToken token, FailKind kind) {
        if (!token.equals(tokens[id.index()])) {
            return FailOutcome.FENCED;
        }
        return is(id, TaskState.LEASED)
                ? giveBack(holder(id), kind == FailKind.BURN ? errors : null)
                : FailOutcome.DUPLICATE;
    }

    /** The ids of those held that are lost; empty when the caller is fenced. */
    Optional<List<TaskId>> heartbeat(WorkerId worker, Incarnation incarnation, List<HeldLease> held) {
        if (!incarnation.equals(members.get(worker))) {
            return Optional.empty();
        }
        List<TaskId> lost = new ArrayList<>();
        for (HeldLease lease : held) {
            TaskId id = lease.task();
            if (is(id, TaskState.LEASED) && lease.token().equals(tokens[id.index()])) {
                expired.remove(id);
            } else {
                lost.add(id);
            }
        }
        return Optional.of(lost);
    }

    void expire(TaskId id, int time) {
        expired.put(id, time);
    }

    int reap(int limit) {
        List<TaskId> ids = expired.keySet().stream()
                .sorted(Comparator.comparing(expired::get))
                .limit(limit)
                .toList();
        ids.forEach(id -> giveBack(holder(id), losses));
        return ids.size();
    }

    int join(WorkerId worker, Incarnation incarnation, long longestRecord) {
        if (incarnation.equals(members.get(worker)) || incarnation.equals(departed.get(worker))) {
            if (draining.remove(worker)) {
                holds.put(worker, longestRecord);
            }
            return 0;
        }
        draining.remove(worker);
        int back = takeBack(worker, true);
        departed.remove(worker);
        members.put(worker, incarnation);
        holds.put(worker, longestRecord);
        return back;
    }

    boolean drain(WorkerId worker, Incarnation incarnation) {
        boolean expected = planned.contains(worker) && !members.containsKey(worker) && !departed.containsKey(worker);
        if (expected || incarnation.equals(members.get(worker))) {
            members.put(worker, incarnation);
            draining.add(worker);
        }
        return draining.contains(worker);
    }

    int end(WorkerId worker, Incarnation incarnation, boolean lost) {
        if (!incarnation.equals(members.get(worker))) {
            return 0;
        }
        int back = takeBack(worker, lost);
        members.remove(worker);
        draining.remove(worker);
        departed.put(worker, incarnation);
        return back;
    }

    int cancel(List<TaskId> ids) {
        int cancelled = 0;
        for (TaskId id : ids) {
            if (is(id, TaskState.LEASED)) {
                leases.remove(holder(id));
                expired.remove(id);
            }
            if (is(id, TaskState.LEASED) || is(id, TaskState.PENDING)) {
                set(id, TaskState.CANCELLED);
                cancelled++;
            }
        }
        return cancelled;
    }

    long count(TaskState wanted) {
        return Arrays.stream(states).filter(one -> one == wanted).count();
    }

    Deque<Task> queue(WorkerId worker) {
        return queues.computeIfAbsent(worker, name -> new ArrayDeque<>());
    }

    private boolean unequal(TakeRequest request) {
        if (request.threshold().isEmpty()) {
            return true;
        }
        List<WorkerId> all = new ArrayList<>(request.queues());
        all.add(request.worker());
        ImbalanceThreshold threshold = request.threshold().get();
        long max = all.stream().mapToLong(this::depth).max().getAsLong();
        long min = all.stream().mapToLong(this::depth).min().getAsLong();
        return threshold.isMet(max, min);
    }

    /** Cancelled tasks do not count. */
    long depth(WorkerId worker) {
        return queue(worker).stream()
                .filter(task -> is(task.id(), TaskState.PENDING))
                .count();
    }

    /** The largest that fits; among equals the one whose text is last. */
    private Optional<Task> fromAside(long holds) {
        List<Task> inOrder = aside.stream()
                .filter(task -> task.longestRecord() <= holds)
                .sorted(Comparator.comparingLong(Task::longestRecord)
                        .thenComparing(TaskElement::encode)
                        .reversed())
                .toList();
        for (Task task : inOrder) {
            aside.remove(task);
            if (is(task.id(), TaskState.PENDING)) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private Deque<Task> list(TakeSource source, WorkerId worker) {
        if (source instanceof TakeSource.RetryList) {
            return retry;
        }
        if (source instanceof TakeSource.Departed other) {
            return queue(other.owner());
        }
        return source instanceof TakeSource.Steal steal ? queue(steal.victim()) : queue(worker);
    }

    private static Origin origin(TakeSource source) {
        if (source instanceof TakeSource.RetryList) {
            return Origin.RETRY;
        }
        if (source instanceof TakeSource.Departed) {
            return Origin.DEPARTED;
        }
        return source instanceof TakeSource.Steal ? Origin.STOLEN : Origin.OWN;
    }

    private Optional<Task> pick(Deque<Task> list, long most, long holds) {
        if (list.isEmpty() || list.peek().costMillis() <= most && list.peek().longestRecord() <= holds) {
            return Optional.ofNullable(list.peek());
        }
        List<Task> fitting = list.stream()
                .limit(64)
                .filter(task -> is(task.id(), TaskState.PENDING) && task.costMillis() <= most)
                .filter(task -> task.longestRecord() <= holds)
                .toList();
        long best = fitting.stream().mapToLong(Task::costMillis).max().orElse(0);
        return fitting.stream().filter(task -> task.costMillis() == best).findFirst();
    }

    private Taken grant(WorkerId worker, Task task, Origin origin) {
        set(task.id(), TaskState.LEASED);
        leases.put(worker, task);
        steals += origin == Origin.STOLEN ? 1 : 0;
        return new Taken("Leased", Optional.of(task), Optional.of(origin));
    }

    private WorkerId holder(TaskId id) {
        return leases.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private int takeBack(WorkerId worker, boolean lost) {
        if (!leases.containsKey(worker)) {
            return 0;
        }
        giveBack(worker, lost ? losses : null);
        return 1;
    }

    /** @param counter what the end of the attempt adds to; null when it counts for nothing */
    private FailOutcome giveBack(WorkerId worker, @Nullable Map<TaskId, Integer> counter) {
        Task task = leases.remove(worker);
        expired.remove(task.id());
        if (counter != null) {
            counter.merge(task.id(), 1, Integer::sum);
        }
        if (errors.getOrDefault(task.id(), 0) >= mostErrors || losses.getOrDefault(task.id(), 0) >= mostLosses) {
            set(task.id(), TaskState.DEAD);
            dead.add(task);
            return FailOutcome.DEAD;
        }
        requeues += counter == null ? 0 : 1;
        set(task.id(), TaskState.PENDING);
        retry.add(attempt(task, task.attempt() + (counter == null ? 0 : 1)));
        return FailOutcome.REQUEUED;
    }

    SplitOutcome split(TaskId parent, List<Task> children) {
        if (is(parent, TaskState.SPLIT)) {
            return SplitOutcome.SPLIT;
        }
        if (!is(parent, TaskState.DEAD)) {
            return SplitOutcome.OTHER;
        }
        dead.removeIf(task -> task.id().equals(parent));
        set(parent, TaskState.SPLIT);
        for (Task child : children) {
            set(child.id(), TaskState.PENDING);
            retry.add(child);
            if (child.shard().holdsSeveralRecords()) {
                errors.put(child.id(), mostErrors - 1);
                losses.put(child.id(), mostLosses - 1);
            }
        }
        return SplitOutcome.SPLIT;
    }

    RetryOutcome retry(List<DeadTask> tasks, boolean over) {
        if (over) {
            return new RetryOutcome.Over();
        }
        int queued = 0;
        for (DeadTask task : tasks) {
            if (dead.remove(task.task())) {
                errors.remove(task.task().id());
                losses.remove(task.task().id());
                set(task.task().id(), TaskState.PENDING);
                retry.add(attempt(task.task(), 1));
                queued++;
            }
        }
        return new RetryOutcome.Queued(queued);
    }

    private static Task attempt(Task task, int number) {
        return new Task(task.id(), number, task.costMillis(), task.home(), task.shard());
    }

    private boolean is(TaskId id, TaskState wanted) {
        return states[id.index()] == wanted;
    }

    private void set(TaskId id, TaskState to) {
        states[id.index()] = to;
    }
}
