package org.virnucpro.common.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.redisson.api.RMap;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/** The cluster registry on Redis. What belongs to a run lies in its {@code meta} hash and expires with it. Thread-safe. */
final class RedisClusterRegistry implements ClusterRegistry {

    private static final Set<String> SUMMARY = Set.of("layout", "state", "priority", "submitted_ms", "message");
    private static final String BARRIER = "barrier";
    private static final String SAMPLE = "sample";
    private static final Set<String> SUMMARY_AND_BARRIER =
            Stream.concat(SUMMARY.stream(), Stream.of(BARRIER)).collect(Collectors.toUnmodifiableSet());
    private static final Comparator<RunSummary> ORDER = Comparator.comparingInt(RunSummary::priority)
            .thenComparing(RunSummary::submitted)
            .thenComparing(summary -> summary.run().value());

    private final RedissonClient client;
    private final RedisCalls calls;
    private final WorkerAnnouncements announcements;

    RedisClusterRegistry(RedissonClient client) {
        this.client = client;
        this.calls = new RedisCalls(client);
        this.announcements = new WorkerAnnouncements(calls);
    }

    @Override
    public boolean announce(WorkerRecord worker) {
        return announcements.announce(worker);
    }

    @Override
    public boolean requestDrain(WorkerId worker, Incarnation incarnation) {
        return announcements.ask(worker, incarnation, WorkerAnnouncements.DRAIN);
    }

    @Override
    public boolean cancelDrain(WorkerId worker, Incarnation incarnation) {
        return announcements.ask(worker, incarnation, WorkerAnnouncements.NOTHING);
    }

    @Override
    public AutoCloseable onRequest(WorkerId worker, Runnable action) {
        return listen(RedisKeys.DRAIN, named -> named.equals(worker.value()), action);
    }

    @Override
    public void withdraw(WorkerId worker, Incarnation incarnation) {
        announcements.withdraw(worker, incarnation);
    }

    @Override
    public List<WorkerRecord> workers(Duration maximalAge) {
        return announcements.youngerThan(maximalAge);
    }

    @Override
    public void submit(RunSpec spec, int priority) {
        RunId run = spec.run();
        List<Object> reply = calls.run(
                RedisScript.SPECIFY,
                List.of(new RedisKeys(run).meta()),
                List.of(RedisScript.LAYOUT, ClusterJson.write(spec), Integer.toString(priority)));
        if (!reply.get(0).equals("SPECIFIED")) {
            throw new IllegalStateException("run " + run + " exists with another specification");
        }
        RedisCalls.read("an entry in the list of runs", () -> list().add(priority, run.value()));
    }

    @Override
    public void forget(RunId run) {
        RedisKeys keys = new RedisKeys(run);
        Set<String> workers = new TreeSet<>();
        for (String hash : List.of(keys.members(), keys.costs())) {
            workers.addAll(RedisCalls.read(
                    "a read of run " + run,
                    () -> client.<String, String>getMap(hash, StringCodec.INSTANCE)
                            .readAllKeySet()));
        }
        List<String> all = new ArrayList<>(List.of(keys.owner()));
        keys.withQueues(workers.stream().map(WorkerId::new).toList()).forEach(key -> all.add((String) key));
        RedisCalls.read("a removal of run " + run, () -> client.getKeys().unlink(all.toArray(String[]::new)));
        RedisCalls.read("a removal from the list of runs", () -> list().remove(run.value()));
    }

    @Override
    public List<RunSummary> runs() {
        List<RunSummary> runs = new ArrayList<>();
        for (String name : RedisCalls.read("a read of the list of runs", () -> list().readAll())) {
            Optional<RunSummary> summary = run(new RunId(name));
            summary.ifPresent(runs::add);
            if (summary.isEmpty() && read(new RunId(name), "state").isEmpty()) {
                RedisCalls.read("a removal from the list of runs", () -> list().remove(name));
            }
        }
        runs.sort(ORDER);
        return runs;
    }

    @Override
    public Optional<RunSummary> run(RunId run) {
        Map<String, String> fields =
                RedisCalls.read("a read of run " + run, () -> meta(run).getAll(SUMMARY_AND_BARRIER));
        // A run without priority was opened without a submission: it is on no list. Another layout is for another
        // version.
        if (!RedisScript.LAYOUT.equals(fields.get("layout")) || !fields.keySet().containsAll(SUMMARY)) {
            return Optional.empty();
        }
        return Optional.of(new RunSummary(
                run,
                Integer.parseInt(field(fields, "priority")),
                Instant.ofEpochMilli(Long.parseLong(field(fields, "submitted_ms"))),
                state(fields),
                field(fields, "message")));
    }

    @Override
    public Optional<RunSpec> spec(RunId run) {
        Map<String, String> fields =
                RedisCalls.read("a read of run " + run, () -> meta(run).getAll(Set.of("layout", "spec")));
        String layout = fields.get("layout");
        if (layout != null && !layout.equals(RedisScript.LAYOUT)) {
            throw new BrokerException("run " + run + " was written by another version of this program (layout " + layout
                    + ", here: " + RedisScript.LAYOUT + "); use that version");
        }
        return Optional.ofNullable(fields.get("spec")).map(ClusterJson::readSpec);
    }

    @Override
    public SharedWorkQueues queues(RunId run) {
        return new RedisSharedWorkQueues(client, run);
    }

    @Override
    public BrokerServer server() {
        return new RedisServer(client);
    }

    @Override
    public void describe(RunId run, String message) {
        describe(run, "message", message);
    }

    @Override
    public void publishSample(RunId run, String json) {
        describe(run, SAMPLE, json);
    }

    @Override
    public Optional<String> sample(RunId run) {
        return read(run, SAMPLE);
    }

    private void describe(RunId run, String field, String value) {
        calls.run(RedisScript.DESCRIBE, List.of(new RedisKeys(run).meta()), List.of(field, value));
    }

    @Override
    public void finish(RunId run, RunState state, String message, Duration retention) {
        if (!state.isFinal()) {
            throw new IllegalArgumentException("a run cannot end in state " + state);
        }
        new RedisSharedWorkQueues(client, run).finish(state, message, retention.toMillis());
    }

    @Override
    public boolean own(RunId run, String owner, Duration lease) {
        List<Object> reply = calls.run(
                RedisScript.OWN, List.of(new RedisKeys(run).owner()), List.of(owner, Long.toString(lease.toMillis())));
        return reply.get(0).equals("OWNED");
    }

    @Override
    public void announceCoordinator(String owner, Duration lease) {
        calls.run(
                RedisScript.COORDINATORS,
                List.of(RedisKeys.COORDINATORS),
                List.of(owner, Long.toString(lease.toMillis())));
    }

    @Override
    public List<String> coordinators() {
        return calls.run(RedisScript.COORDINATORS, List.of(RedisKeys.COORDINATORS), List.of()).stream()
                .map(String.class::cast)
                .sorted()
                .toList();
    }

    @Override
    public void nudge() {
        RedisCalls.read(
                "a nudge",
                () -> client.getTopic(RedisKeys.NUDGE, StringCodec.INSTANCE).publish(""));
    }

    @Override
    public AutoCloseable onNudge(Runnable action) {
        return listen(RedisKeys.NUDGE, message -> true, action);
    }

    private AutoCloseable listen(String channel, Predicate<String> concerns, Runnable action) {
        RTopic topic = client.getTopic(channel, StringCodec.INSTANCE);
        int listener = RedisCalls.read(
                "a subscription to " + channel,
                () -> topic.addListener(String.class, (name, message) -> {
                    if (concerns.test(message)) {
                        action.run();
                    }
                }));
        return () -> topic.removeListener(listener);
    }

    /** As the scripts see it: while its barrier is up, an open run gives out no task. */
    private static RunState state(Map<String, String> fields) {
        RunState state = RunState.valueOf(field(fields, "state"));
        return state == RunState.OPEN && fields.containsKey(BARRIER) ? RunState.PAUSED : state;
    }

    private Optional<String> read(RunId run, String field) {
        return Optional.ofNullable(
                RedisCalls.read("a read of run " + run, () -> meta(run).get(field)));
    }

    private RMap<String, String> meta(RunId run) {
        return client.getMap(new RedisKeys(run).meta(), StringCodec.INSTANCE);
    }

    private RScoredSortedSet<String> list() {
        return client.getScoredSortedSet(RedisKeys.RUNS, StringCodec.INSTANCE);
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new BrokerException("a run in Redis lacks " + name);
        }
        return value;
    }
}
