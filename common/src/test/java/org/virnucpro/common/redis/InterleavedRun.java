package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.TestRedis;

/**
 * A run of tasks in the queue of worker a, with what the workers a and b believe, driven step by step. A worker takes
 * when it believes to hold nothing; else it completes, fails or renews. Once, time passes beyond every lease; once, somebody
 * reaps; once, a worker's call reaches the broker a second time, late, and its reply gets lost. In the story of a dead task
 * there is a single one at first, one error is enough, and no time passes; but once, a coordinator puts two tasks in its place,
 * and once, a person has it tried again.
 */
final class InterleavedRun {

    /** Which things happen. */
    enum Story {
        TWO_TASKS(List.of("complete", "heartbeat", "fail"), List.of("time passes", "reap")),
        DEAD_TASK(List.of("complete", "fail"), List.of("split", "retry"));

        private final List<String> calls;
        private final List<String> once;

        Story(List<String> calls, List<String> once) {
            this.calls = calls;
            this.once = once;
        }
    }

    private static final String FAIL = "fail";
    private static final List<String> WORKERS = List.of("a", "b");
    private static final String AND_LATE = " and late";

    /** A call as it was sent; {@code take} is the number of the take of that task that gave the token. */
    private record Call(String what, String worker, int task, int take) {
        static Call take(String worker) {
            return new Call("take", worker, -1, -1);
        }

        @Override
        public String toString() {
            return what + " " + worker + (task < 0 ? "" : " " + task + "#" + take);
        }
    }

    private final Story story;
    private final TestRun run;
    private final Map<String, HeldLease> believed = new TreeMap<>();
    /** The call that will reach the broker a second time; it is chosen when it is sent. */
    private @Nullable Call late;

    private final Map<Integer, TreeSet<Long>> tokens = new TreeMap<>();
    private final Map<TaskId, List<FencingToken>> accepted = new TreeMap<>();
    private final Set<String> used = new HashSet<>();
    private RunKeysSnapshot keys;

    InterleavedRun(Story story, TestRedis redis, Function<RedisScript, String> scripts) {
        this.story = story;
        run = new TestRun(redis, scripts);
        if (story == Story.TWO_TASKS) {
            run.queues.open(new RunSettings(2, Duration.ofHours(1), 3));
            run.join("a", "b").submit(task(0, "a", 5), task(1, "a", 3));
        } else {
            run.queues.open(new RunSettings(1, Duration.ofHours(1), 1));
            run.join("a", "b").submit(task(0, "a", 5));
        }
        keys = run.snapshot();
    }

    /** A copy that goes its own way. */
    InterleavedRun(InterleavedRun other) {
        story = other.story;
        run = other.run.copy();
        keys = other.keys;
        believed.putAll(other.believed);
        late = other.late;
        other.tokens.forEach((task, all) -> tokens.put(task, new TreeSet<>(all)));
        other.accepted.forEach((task, some) -> accepted.put(task, new ArrayList<>(some)));
        used.addAll(other.used);
    }

    /** Removes its keys. */
    void forget() {
        run.delete();
    }

    /** Everything that can happen now. */
    List<String> moves() {
        List<String> moves = new ArrayList<>();
        for (String name : WORKERS) {
            HeldLease held = believed.get(name);
            if (held == null) {
                moves.add("take " + name);
            } else {
                for (String what : story.calls) {
                    if (!what.equals(FAIL) || !used.contains(lastFail())) {
                        moves.add(call(what, name, held).toString());
                    }
                }
            }
        }
        for (String once : story.once) {
            boolean possible = !keys.dead().isEmpty() || !once.equals("split") && !once.equals("retry");
            if (possible && !used.contains(once)) {
                moves.add(once);
            }
        }
        if (late != null) {
            moves.add("late");
        } else if (!used.contains("late")) {
            List.copyOf(moves).stream()
                    .filter(move -> !story.once.contains(move))
                    .forEach(move -> moves.add(move + AND_LATE));
        }
        return moves;
    }

    /** In the story of a dead task a task may fail twice, since only so a child dies, too. */
    private String lastFail() {
        return story == Story.DEAD_TASK ? "second fail" : FAIL;
    }

    /** Makes a move and checks every invariant of the queues. */
    void make(String move) {
        if (move.equals("time passes")) {
            used.add(move);
            keys.deadlines().keySet().forEach(task -> run.expire(id(task), 1));
        } else if (move.equals("reap")) {
            used.add(move);
            run.queues.reap(10);
        } else if (move.equals("split")) {
            used.add(move);
            DeadTask dead = run.queues.deadTasks().get(0);
            List<Task> children = List.of(task(2, "a", 2), single(3));
            twice(() -> assertThat(run.queues.split(dead, children)).isEqualTo(SplitOutcome.SPLIT));
        } else if (move.equals("retry")) {
            used.add(move);
            List<DeadTask> dead = run.queues.deadTasks();
            twice(() -> run.queues.retry(dead));
        } else if (move.equals("late")) {
            send(Objects.requireNonNull(late), false);
            late = null;
        } else {
            String[] words = move.split(" ");
            Call call =
                    words[0].equals("take") ? Call.take(words[1]) : call(words[0], words[1], believed.get(words[1]));
            if (move.endsWith(AND_LATE)) {
                used.add("late");
                late = call;
            }
            send(call, true);
        }
        keys = run.snapshot();
        for (int task = 0; task < keys.states().capacity(); task++) {
            if (keys.token(task) != 0) {
                tokens.computeIfAbsent(task, first -> new TreeSet<>()).add(keys.token(task));
            }
        }
        accepted.forEach((task, some) -> {
            assertThat(some).as("accepted completions of %s", task).hasSize(1);
            assertThat(keys.state(task.index())).as("state of %s", task).isEqualTo(TaskState.DONE.code());
            assertThat(some).containsExactly(new FencingToken(keys.token(task.index())));
        });
    }

    boolean isOver() {
        return keys.inState(TaskState.DONE.code()).size()
                        + keys.inState(TaskState.DEAD.code()).size()
                        + keys.inState(TaskState.SPLIT.code()).size()
                == keys.setting("tasks");
    }

    /** A call of the coordinator or a person; a repeat changes nothing. */
    private void twice(Runnable call) {
        call.run();
        RunKeysSnapshot once = run.snapshot();
        call.run();
        assertThat(run.snapshot()).as("keys after the second call").isEqualTo(once);
    }

    private static Task single(int id) {
        return new Task(id(id), 1, 1, worker("a"), new Shard(0, 5, 10, 2, 1, TestRun.SEQUENCES));
    }

    /**
     * The same text for states that behave alike from here on: tokens become the number of their take, and counters are left
     * out, since no script decides by them.
     */
    String state() {
        Map<Integer, String> leases = new TreeMap<>(keys.leases());
        leases.replaceAll((task, lease) -> lease + (keys.deadlines().get(task) < 2 ? " expired" : ""));
        List<String> takes = new ArrayList<>();
        tokens.forEach((task, all) -> takes.add(task + ":" + all.size()));
        List<String> counted = new ArrayList<>();
        keys.tries().keySet().forEach(task -> counted.add(task + Arrays.toString(keys.used(task))));
        List<String> beliefs = new ArrayList<>();
        believed.forEach((name, held) -> beliefs.add(call("holds", name, held).toString()));
        return String.join(
                "|",
                keys.states().toString()
                        + keys.inState(TaskState.PENDING.code())
                        + keys.inState(TaskState.DONE.code())
                        + keys.inState(TaskState.SPLIT.code()),
                counted.toString(),
                keys.queues().toString(),
                keys.retry().toString(),
                keys.dead().toString(),
                leases.toString(),
                keys.held().toString(),
                keys.costs().toString(),
                takes.toString(),
                beliefs.toString(),
                new TreeSet<>(used).toString(),
                late == null ? "" : late.toString());
    }

    private Call call(String what, String name, HeldLease held) {
        int task = held.task().index();
        return new Call(
                what, name, task, tokens.get(task).headSet(held.token().value()).size());
    }

    private HeldLease lease(Call call) {
        long token = List.copyOf(tokens.get(call.task())).get(call.take());
        return new HeldLease(id(call.task()), new FencingToken(token));
    }

    /** Sends a call; its worker learns of the reply unless that is lost. */
    private void send(Call call, boolean answered) {
        if (call.what().equals("take")) {
            String other = call.worker().equals("a") ? "b" : "a";
            TakeOutcome outcome = run.take(call.worker(), RETRY, OWN, TestRun.steal(other));
            if (outcome instanceof TakeOutcome.Leased leased) {
                if (leased.origin() != TakeOutcome.Origin.AGAIN) {
                    assertThat(tokens.getOrDefault(leased.task().id().index(), new TreeSet<>()))
                            .as("tokens so far")
                            .allMatch(earlier -> earlier < leased.token().value());
                }
                if (answered) {
                    believed.put(call.worker(), run.held(leased));
                }
            }
            return;
        }
        HeldLease held = lease(call);
        RunKeysSnapshot before = keys;
        boolean stale = keys.token(call.task()) != held.token().value();
        boolean over = true;
        switch (call.what()) {
            case "complete" -> {
                if (run.queues.complete(held.task(), held.token(), worker(call.worker())) == CompleteOutcome.RECORDED) {
                    accepted.computeIfAbsent(held.task(), first -> new ArrayList<>())
                            .add(held.token());
                }
            }
            case FAIL -> {
                used.add(used.contains(FAIL) ? lastFail() : FAIL);
                run.queues.fail(held.task(), held.token(), "error", FailKind.BURN);
            }
            default -> {
                run.queues.heartbeat(worker(call.worker()), ONE, List.of(held));
                over = false;
            }
        }
        if (stale) {
            assertThat(run.snapshot())
                    .as("keys after a call with a stale token")
                    .isEqualTo(before);
        }
        if (answered && over) {
            believed.remove(call.worker());
        }
    }
}
