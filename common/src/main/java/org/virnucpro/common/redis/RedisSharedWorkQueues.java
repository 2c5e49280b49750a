package org.virnucpro.common.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** The work queues of one run on Redis; the scripts do the work. Thread-safe. */
final class RedisSharedWorkQueues implements SharedWorkQueues {

    private static final int CANCEL_BATCH = 500;
    private static final int REAP_BATCH = 100;
    private static final int MAXIMAL_CAUSE = 1000;

    private final RedissonClient client;
    private final RedisCalls calls;
    private final RunId run;
    private final RedisKeys keys;
    private final RunScripts scripts;
    private final RunMembers members;
    private final QueueNames names = new QueueNames();

    RedisSharedWorkQueues(RedissonClient client, RunId run) {
        this(client, run, new RedisCalls(client));
    }

    RedisSharedWorkQueues(RedissonClient client, RunId run, RedisCalls calls) {
        this.client = client;
        this.calls = calls;
        this.run = run;
        this.keys = new RedisKeys(run);
        this.scripts = new RunScripts(calls, keys);
        this.members = new RunMembers(client, scripts, keys);
    }

    @Override
    public void open(RunSettings settings) {
        new SettingsOfRun(client, scripts, keys).open(run, settings);
    }

    @Override
    public Optional<RunSettings> settings() {
        return new SettingsOfRun(client, scripts, keys).read();
    }

    @Override
    public int submit(List<Task> tasks) {
        return new Submission(calls, keys).send(tasks);
    }

    @Override
    public int restore(List<DurableResult> results) {
        return new Restoration(calls, keys).send(results);
    }

    @Override
    public QueueView observe() {
        return new QueueViewReply(names.callWithAll(
                        owners -> calls.run(RedisScript.OBSERVE, keys.withQueues(owners), QueueNames.texts(owners))))
                .view();
    }

    @Override
    public Optional<Task> peek(WorkerId worker) {
        List<Object> reply = calls.run(RedisScript.PEEK, keys.withQueues(List.of(worker)), List.of(worker.value()));
        return reply.get(0).equals("TASK") ? Optional.of(TaskElement.decode((String) reply.get(1))) : Optional.empty();
    }

    @Override
    public TakeOutcome take(TakeRequest request) {
        TakeScript script = new TakeScript(keys, request);
        return TakeScript.outcome(calls.run(RedisScript.TAKE, script.keys(), script.arguments()));
    }

    @Override
    public CompleteOutcome complete(TaskId task, FencingToken token, WorkerId worker) {
        return RunScripts.parse(
                CompleteOutcome.class,
                RedisScript.COMPLETE,
                scripts.status(RedisScript.COMPLETE, List.of(task.toString(), token.toString(), worker.value())));
    }

    @Override
    public FailOutcome fail(TaskId task, FencingToken token, String error, FailKind kind) {
        String cause = error.length() <= MAXIMAL_CAUSE ? error : error.substring(0, MAXIMAL_CAUSE);
        return RunScripts.parse(
                FailOutcome.class,
                RedisScript.FAIL,
                scripts.status(RedisScript.FAIL, List.of(task.toString(), token.toString(), cause, kind.name())));
    }

    @Override
    public HeartbeatOutcome heartbeat(WorkerId worker, Incarnation incarnation, List<HeldLease> held) {
        List<String> arguments = new ArrayList<>(List.of(worker.value(), incarnation.value()));
        held.forEach(lease -> {
            arguments.add(lease.task().toString());
            arguments.add(lease.token().toString());
        });
        List<Object> reply = calls.run(RedisScript.HEARTBEAT, keys.fixed(), arguments);
        String status = (String) reply.get(0);
        if (status.equals("FENCED")) {
            return new HeartbeatOutcome.Fenced();
        }
        return new HeartbeatOutcome.Renewed(
                RunScripts.parse(RunState.class, RedisScript.HEARTBEAT, status),
                reply.stream()
                        .skip(1)
                        .map(id -> new TaskId(Integer.parseInt((String) id)))
                        .toList());
    }

    @Override
    public int reap(int limit) {
        int reaped = 0;
        int asked;
        int got;
        do {
            asked = Math.min(REAP_BATCH, limit - reaped);
            got = scripts.number(RedisScript.REAP, List.of(Integer.toString(asked)));
            reaped += got;
        } while (got == asked && reaped < limit);
        return reaped;
    }

    @Override
    public int join(WorkerId worker, Incarnation incarnation, double weight, long longestRecord) {
        return members.join(worker, incarnation, weight, longestRecord);
    }

    @Override
    public int leave(WorkerId worker, Incarnation incarnation) {
        return members.leave(worker, incarnation);
    }

    @Override
    public void drain(WorkerId worker, Incarnation incarnation) {
        members.drain(worker, incarnation);
    }

    @Override
    public void declareAbsent(WorkerId worker) {
        members.declareAbsent(worker);
    }

    @Override
    public int declareLost(WorkerId worker, Incarnation incarnation) {
        return members.declareLost(worker, incarnation);
    }

    @Override
    public int cancel(Collection<TaskId> tasks) {
        List<String> ids = tasks.stream().map(TaskId::toString).toList();
        int cancelled = 0;
        for (int i = 0; i < ids.size(); i += CANCEL_BATCH) {
            cancelled += scripts.number(RedisScript.CANCEL, ids.subList(i, Math.min(ids.size(), i + CANCEL_BATCH)));
        }
        return cancelled;
    }

    @Override
    public RunState changeState(RunState state) {
        if (state == RunState.ABSENT || state == RunState.PLANNING) {
            throw new IllegalArgumentException("a run cannot be put into state " + state);
        }
        return RunScripts.parse(
                RunState.class, RedisScript.STATE, scripts.status(RedisScript.STATE, List.of(state.name())));
    }

    @Override
    public RunState state() {
        return RunScripts.parse(RunState.class, RedisScript.STATE, scripts.status(RedisScript.STATE, List.of()));
    }

    @Override
    public boolean raiseBarrier() {
        return scripts.status(RedisScript.BARRIER, List.of("RAISE")).equals("UP");
    }

    @Override
    public boolean liftBarrier(String start) {
        return scripts.status(RedisScript.BARRIER, List.of("LIFT", start)).equals("UP");
    }

    @Override
    public List<String> audit() {
        List<String> findings = look();
        // A queue that is made between the list of queues and the rest would look like one that is missing.
        return findings.isEmpty() ? findings : look();
    }

    private List<String> look() {
        return QueueAudit.ofQueues(RedisCalls.read("an audit", () -> RunKeysSnapshot.of(client, run, Map.of())));
    }

    @Override
    public Optional<String> repair() {
        List<Object> reply = names.callWithAll(
                owners -> calls.run(RedisScript.REPAIR, keys.withQueues(owners), QueueNames.texts(owners)));
        return reply.get(0).equals("REPAIRED")
                ? Optional.of(reply.get(1) + " foreign entries dropped, " + reply.get(2) + " tasks forgotten")
                : Optional.empty();
    }

    @Override
    public List<QueueEvent> events(String afterId, int limit) {
        return RedisCalls.read(
                "a read of events",
                () -> EventStream.read(client.getStream(keys.events(), StringCodec.INSTANCE), afterId, limit));
    }

    @Override
    public void reportIdle(WorkerId worker, String reason, Duration held) {
        scripts.status(
                RedisScript.IDLE,
                List.of(
                        worker.value(),
                        UUID.randomUUID().toString(),
                        reason,
                        Long.toString(Math.max(0, held.toMillis()))));
    }

    @Override
    public List<DeadTask> deadTasks() {
        return new DeadTasks(client, calls, keys).all();
    }

    @Override
    public SplitOutcome split(DeadTask parent, List<Task> children) {
        return new DeadTasks(client, calls, keys).split(parent, children);
    }

    @Override
    public boolean restoreSplit(TaskId parent, List<TaskId> children) {
        List<String> arguments = Stream.concat(Stream.of(parent), children.stream())
                .map(TaskId::toString)
                .toList();
        return calls.run(RedisScript.RESPLIT, keys.fixed(), arguments).get(0).equals("SPLIT");
    }

    @Override
    public RetryOutcome retry(List<DeadTask> tasks) {
        return new DeadTasks(client, calls, keys).retry(tasks);
    }

    @Override
    public Map<TaskId, FencingToken> winners() {
        // The states first: the token of a task that is done does not change any more.
        byte[] states = bytes(keys.states());
        byte[] tokens = bytes(keys.tokens());
        return Winners.of(states, tokens);
    }

    @Override
    public Map<WorkerId, Incarnation> members() {
        return members.all();
    }

    /** Ends the run, see {@link org.virnucpro.common.cluster.ClusterRegistry#finish}. */
    void finish(RunState state, String message, long retentionMillis) {
        names.callWithAll(owners -> {
            List<String> arguments = new ArrayList<>(List.of(state.name(), message, Long.toString(retentionMillis)));
            arguments.addAll(QueueNames.texts(owners));
            return calls.run(RedisScript.FINISH, keys.withQueues(owners), arguments);
        });
    }

    private byte[] bytes(String key) {
        byte[] value = RedisCalls.read(
                "a read of " + key,
                () -> client.<byte[]>getBucket(key, ByteArrayCodec.INSTANCE).get());
        return value == null ? new byte[0] : value;
    }
}
