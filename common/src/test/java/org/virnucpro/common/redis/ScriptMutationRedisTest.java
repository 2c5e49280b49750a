package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.QueueInvariants;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Without a fault nobody sees the difference, so what a storm notices is the missing rule and not a script that fails. */
@ExtendWith(RedisExtension.class)
final class ScriptMutationRedisTest {

    private static final WorkerId WORKER = new WorkerId("a");

    @ParameterizedTest
    @EnumSource(ScriptMutation.class)
    void a_run_without_faults_goes_as_ever(ScriptMutation mutation, TestRedis redis) {
        TestRun run = TestRun.opened(redis, 2);
        run.submit(TestRun.task(0, "a", 1), TestRun.task(1, "a", 1));
        run.queues.join(WORKER, TestRun.ONE);
        SharedWorkQueues queues = mutation.queues(redis.connection(), run.id);
        for (int task = 0; task < 2; task++) {
            TakeOutcome.Leased leased = (TakeOutcome.Leased) queues.take(new TakeRequest(
                    WORKER, TestRun.ONE, List.of(TestRun.RETRY, TestRun.OWN), List.of(), Optional.empty()));
            QueueInvariants.check(redis, run.id);
            assertThat(queues.complete(leased.task().id(), leased.token(), WORKER))
                    .isEqualTo(CompleteOutcome.RECORDED);
        }
        assertThat(queues.observe().counts().isOver()).isTrue();
        QueueInvariants.check(redis, run.id);
    }
}
