package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Sends every event to a task in every state: the scripts make exactly the moves that {@link TaskState} allows. */
@ExtendWith(RedisExtension.class)
final class TaskStateWalkRedisTest {

    private static final Map<String, Consumer<TestRun>> EVENTS = Map.ofEntries(
            Map.entry("submit", run -> run.submit(task(0, "a", 1))),
            Map.entry("restore", run -> run.queues.restore(List.of(durable(0, 7)))),
            Map.entry("take", run -> run.take("a", RETRY, OWN)),
            Map.entry("steal", run -> run.take("b", TestRun.steal("a"))),
            Map.entry("complete", run -> run.queues.complete(id(0), token(run), worker("a"))),
            Map.entry("fail", run -> run.queues.fail(id(0), token(run), "error", FailKind.BURN)),
            Map.entry("release", run -> run.queues.fail(id(0), token(run), "drain", FailKind.RELEASE)),
            Map.entry("heartbeat", run -> run.queues.heartbeat(worker("a"), ONE, List.of())),
            Map.entry("reap", run -> {
                if (run.state(0) == TaskState.LEASED) {
                    run.expire(id(0), 1);
                }
                run.queues.reap(10);
            }),
            Map.entry("leave", run -> run.queues.leave(worker("a"), ONE)),
            Map.entry("lost", run -> run.queues.declareLost(worker("a"), ONE)),
            Map.entry("rejoin", run -> run.queues.join(worker("a"), TWO)),
            Map.entry("split", run -> splitDead(run)),
            Map.entry("retry", run -> run.queues.retry(run.queues.deadTasks())),
            Map.entry("cancel", run -> run.queues.cancel(List.of(id(0)))));

    @Test
    void the_scripts_make_exactly_the_legal_moves(TestRedis redis) {
        Map<TaskState, Set<TaskState>> seen = new EnumMap<>(TaskState.class);
        for (TaskState from : TaskState.values()) {
            seen.put(from, EnumSet.noneOf(TaskState.class));
            for (int attempts : new int[] {1, 2}) {
                EVENTS.forEach((name, event) -> {
                    TestRun run = inState(redis, from, attempts);
                    event.accept(run);
                    TaskState to = run.state(0);
                    if (to != from) {
                        assertThat(from.next())
                                .as("moves by %s from %s", name, from)
                                .contains(to);
                        seen.get(from).add(to);
                    }
                });
            }
        }
        for (TaskState from : TaskState.values()) {
            assertThat(seen.get(from)).as("moves from %s", from).isEqualTo(from.next());
        }
    }

    /** A run whose task 0 has come to a state by legal moves. */
    private static TestRun inState(TestRedis redis, TaskState state, int attempts) {
        TestRun run = new TestRun(redis);
        run.queues.open(new RunSettings(
                2, Duration.ofHours(1), state == TaskState.DEAD || state == TaskState.SPLIT ? 1 : attempts));
        run.join("a", "b");
        if (state == TaskState.UNKNOWN) {
            return run;
        }
        run.submit(task(0, "a", 1));
        if (EnumSet.of(TaskState.LEASED, TaskState.DONE, TaskState.DEAD, TaskState.SPLIT)
                .contains(state)) {
            run.leased("a", OWN);
        }
        if (state == TaskState.DONE) {
            EVENTS.get("complete").accept(run);
        } else if (state == TaskState.DEAD || state == TaskState.SPLIT) {
            EVENTS.get("fail").accept(run);
            if (state == TaskState.SPLIT) {
                EVENTS.get("split").accept(run);
            }
        } else if (state == TaskState.CANCELLED) {
            EVENTS.get("cancel").accept(run);
        }
        assertThat(run.state(0)).isEqualTo(state);
        return run;
    }

    /** In any other state there is nothing to split, and the script must see that by itself. */
    private static void splitDead(TestRun run) {
        DeadTask parent = new DeadTask(task(0, "a", 1), "error");
        run.queues.split(parent, List.of(task(2, "a", 1), task(3, "a", 1)));
    }

    private static DurableResult durable(int task, long token) {
        return new DurableResult(id(task), new FencingToken(token), worker("a"), 1);
    }

    /** The right one, so that only the state decides. */
    private static FencingToken token(TestRun run) {
        return new FencingToken(Math.max(1, run.snapshot().token(0)));
    }
}
