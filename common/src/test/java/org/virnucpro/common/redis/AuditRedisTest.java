package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.OWN;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Every way of damaging the keys by hand is found, and repaired so that no task is lost. */
@ExtendWith(RedisExtension.class)
final class AuditRedisTest {

    private static final StringCodec TEXT = StringCodec.INSTANCE;

    /** One damage; the keys begin with the text that is given. */
    private record Damage(String name, String finding, BiConsumer<RedissonClient, String> done) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(
                new Damage(
                        "an entry lost",
                        "task 2 is pending, but in no list",
                        (redis, prefix) -> redis.getList(prefix + "q:a", TEXT).fastRemove(0)),
                new Damage(
                        "an entry twice",
                        "task 2 is in two lists",
                        (redis, prefix) -> redis.getList(prefix + "rq", TEXT)
                                .add(redis.getList(prefix + "q:a", TEXT).get(0))),
                new Damage(
                        "a foreign entry",
                        "an entry that is no task: rubbish",
                        (redis, prefix) -> redis.getList(prefix + "q:a", TEXT).add("rubbish")),
                new Damage(
                        "an entry of a done task",
                        "task 0, which is done",
                        (redis, prefix) -> redis.getList(prefix + "rq", TEXT).add("0 1 1 10 0 0 a 0 0 10 1 2")),
                new Damage(
                        "no lease",
                        "task 1 is leased, but nobody has the lease",
                        (redis, prefix) -> redis.getMap(prefix + "lh", TEXT).remove("1")),
                new Damage(
                        "no deadline",
                        "the lease of task 1 never ends",
                        (redis, prefix) ->
                                redis.getScoredSortedSet(prefix + "lz", TEXT).remove("1")),
                new Damage(
                        "no holder",
                        "task 1 is held by 0 workers",
                        (redis, prefix) -> redis.getMap(prefix + "sl", TEXT).remove("a")),
                new Damage(
                        "no member",
                        "holds task 1, but is no member",
                        (redis, prefix) -> redis.getMap(prefix + "wi", TEXT).remove("a")),
                new Damage(
                        "a wrong counter",
                        "number of pending tasks: 9 is said",
                        (redis, prefix) -> redis.getMap(prefix + "cnt", TEXT).put("pending", "9")),
                new Damage(
                        "a wrong cost",
                        "queued cost of a: 99 is said",
                        (redis, prefix) -> redis.getMap(prefix + "rw", TEXT).put("a", "99")),
                new Damage(
                        "all places lost",
                        "place of task 2: 0 is said",
                        (redis, prefix) -> redis.getBucket(prefix + "at", TEXT).delete()),
                new Damage(
                        "a list lost",
                        "task 5 is pending, but in no list",
                        (redis, prefix) -> redis.getList(prefix + "q:a", TEXT).delete()));
    }

    @Test
    void an_undamaged_run_has_nothing_to_say_and_is_not_changed_by_an_audit(TestRedis redis) {
        TestRun run = worked(redis);
        RunKeysSnapshot before = run.snapshot();
        assertThat(run.queues.audit()).isEmpty();
        assertThat(run.snapshot()).isEqualTo(before);
        assertThat(run.queues.repair()).contains("0 foreign entries dropped, 0 tasks forgotten");
        assertThat(run.snapshot().queues()).isEqualTo(before.queues());
        assertThat(run.snapshot().leases()).isEqualTo(before.leases());
    }

    @ParameterizedTest
    @MethodSource("damages")
    void a_damage_is_found_and_repaired_without_losing_a_task(Damage damage, TestRedis redis) {
        TestRun run = worked(redis);
        damage.done().accept(redis.client(), "vnp:{" + run.id + "}:");
        assertThat(run.queues.audit()).anySatisfy(finding -> assertThat(finding).contains(damage.finding()));
        assertThat(run.queues.repair()).isPresent();
        assertThat(run.queues.audit()).isEmpty();
        assertThat(run.take("b", TestRun.steal("a"))).isInstanceOf(TakeOutcome.NotOpen.class);
        run.fill("a", 0, 6);
        run.queues.liftBarrier(redis.connection().server().look().id());
        assertThat(run.queues.audit()).isEmpty();
        Map<String, Long> counters = run.snapshot().counters();
        assertThat(counters.get("submitted")).isEqualTo(6);
        assertThat(counters.get("done")).isOne();
    }

    /** Six tasks: one is done, one is leased to a, four are in its queue. */
    private static TestRun worked(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 6).fill("a", 0, 6).join("a", "b");
        TakeOutcome.Leased first = run.leased("a", OWN);
        run.queues.complete(first.task().id(), first.token(), TestRun.worker("a"));
        assertThat(List.of(run.leased("a", OWN).task().id())).containsExactly(TestRun.id(1));
        return run;
    }
}
