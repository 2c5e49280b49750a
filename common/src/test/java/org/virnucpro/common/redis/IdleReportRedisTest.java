package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
final class IdleReportRedisTest {

    private TestRedis redis;

    @BeforeEach
    void connect(TestRedis shared) {
        redis = shared;
    }

    @Test
    void a_report_is_an_event_with_reason_and_beginning() {
        TestRun run = TestRun.opened(redis, 3).fill("a", 0, 3);
        run.queues.reportIdle(worker("b"), "no queue has a task", Duration.ofMillis(1500));

        QueueEvent event = events(run).get(0);
        assertThat(event.type()).isEqualTo(QueueEvent.Type.IDLE);
        assertThat(event.source()).isEqualTo("b");
        assertThat(event.task()).isEmpty();
        assertThat(event.reason()).isEqualTo("no queue has a task");
        assertThat(Duration.between(event.since(), event.time())).isEqualTo(Duration.ofMillis(1500));
        run.snapshot();
    }

    @Test
    void a_report_that_is_sent_twice_is_one_event() {
        TestRun run = TestRun.opened(redis, 3);
        RedisCalls calls = new RedisCalls(redis.client());
        List<String> arguments = List.of("b", "name-of-the-report", "why", "0");
        calls.run(RedisScript.IDLE, run.keys.fixed(), arguments);
        calls.run(RedisScript.IDLE, run.keys.fixed(), arguments);
        assertThat(events(run)).hasSize(1);

        run.queues.reportIdle(worker("b"), "why", Duration.ZERO);
        assertThat(events(run)).as("another report for the same reason").hasSize(2);
    }

    @Test
    void a_run_that_is_over_or_unknown_takes_no_report_and_no_key_appears() {
        TestRun over = TestRun.opened(redis, 3);
        over.queues.changeState(RunState.CANCELLED);
        over.queues.reportIdle(worker("b"), "why", Duration.ZERO);
        assertThat(events(over)).isEmpty();

        TestRun unknown = new TestRun(redis);
        unknown.queues.reportIdle(worker("b"), "why", Duration.ZERO);
        assertThat(redis.client().getKeys().getKeysByPattern("vnp:{" + unknown.id + "}*"))
                .isEmpty();
    }

    @Test
    void a_failed_attempt_says_how_long_it_ran() {
        TestRun run = TestRun.opened(redis, 1).fill("a", 0, 1).join("a");
        TakeOutcome.Leased leased = run.leased("a", OWN);
        while (run.queues.observe().time().toEpochMilli() * 1000
                <= leased.token().value() + 20_000) {
            Thread.onSpinWait();
        }
        run.queues.fail(leased.task().id(), leased.token(), "bad", FailKind.BURN);

        QueueEvent event = run.queues.events("", 100).stream()
                .filter(happened -> happened.type() == QueueEvent.Type.REQUEUE)
                .findFirst()
                .orElseThrow();
        assertThat(event.elapsedMillis()).isGreaterThanOrEqualTo(20);
        assertThat(event.since().toEpochMilli()).isEqualTo(leased.token().value() / 1000);
    }

    @Test
    void the_last_sample_of_a_run_is_kept() {
        TestRun run = TestRun.opened(redis, 1);
        assertThat(redis.connection().registry().sample(run.id)).isEmpty();
        redis.connection().registry().publishSample(run.id, "{\"done\":1}");
        redis.connection().registry().publishSample(run.id, "{\"done\":2}");
        assertThat(redis.connection().registry().sample(run.id)).contains("{\"done\":2}");
        assertThat(redis.client()
                        .<String, String>getMap(run.keys.meta(), StringCodec.INSTANCE)
                        .get("message"))
                .isNull();
    }

    private static List<QueueEvent> events(TestRun run) {
        return run.queues.events("", 100).stream()
                .filter(event -> event.type() == QueueEvent.Type.IDLE)
                .toList();
    }
}
