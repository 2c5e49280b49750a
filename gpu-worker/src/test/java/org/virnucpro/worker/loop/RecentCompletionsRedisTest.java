package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnucpro.worker.loop.LoopFixture.FIRST;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.BrokerStart;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.predict.ShardSummary;

@ExtendWith(RedisExtension.class)
class RecentCompletionsRedisTest {

    @TempDir
    Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private final Drain drain = new Drain(ticker, Duration.ofSeconds(60), Wakeup.real());
    private final List<String> told = new ArrayList<>();
    private String start = "first";
    private boolean silent;
    private LoopFixture.OpenRun run;
    private Membership membership;
    private RecentCompletions recent;

    @BeforeEach
    void a_worker_that_has_looked_once(TestRedis redis) throws IOException {
        run = new LoopFixture(redis, folder).openRun(SELF, StealSettings.OFF);
        run.queues().join(SELF, FIRST);
        var watched = Intercepted.queues(run.queues(), (method, arguments) -> {
            if (method.equals("complete")) {
                if (silent) {
                    throw new BrokerException("silent");
                }
                told.add(arguments[0].toString());
            }
        });
        BatchQueueManager batches = new BatchQueueManager(watched, SELF, FIRST);
        membership = new Membership(run.spec(), watched, batches, FIRST, Duration.ofMinutes(1));
        recent = new RecentCompletions(new Restartable(), SELF, ticker);
        recent.check();
    }

    @Test
    void what_a_new_start_has_forgotten_is_recorded_again() {
        Assignment forgotten = take();
        recent.recorded(forgotten);
        start = "second";
        recent.check();
        assertThat(run.counts().done()).isOne();
        recent.check();
        assertThat(told).hasSize(1);
    }

    @Test
    void while_the_broker_has_not_started_anew_nothing_is_told_again() {
        recent.recorded(take());
        recent.check();
        assertThat(told).isEmpty();
    }

    @Test
    void what_was_done_well_before_the_last_look_is_not_told_again() {
        recent.recorded(take());
        ticker.advance(Duration.ofSeconds(11));
        recent.check();
        start = "second";
        recent.check();
        assertThat(told).isEmpty();
    }

    @Test
    void what_was_done_since_the_last_look_is_told_again_however_long_ago_that_is() {
        recent.recorded(take());
        ticker.advance(Duration.ofHours(1));
        start = "second";
        recent.check();
        assertThat(told).hasSize(1);
    }

    @Test
    void a_broker_that_falls_silent_meanwhile_is_told_all_of_it_later() {
        recent.recorded(take());
        start = "second";
        silent = true;
        assertThatThrownBy(recent::check).isInstanceOf(BrokerException.class);
        silent = false;
        recent.check();
        assertThat(run.counts().done()).isOne();
    }

    @Test
    void the_result_of_a_refused_completion_is_deleted() throws IOException {
        assertThat(refused(take())).doesNotExist();
    }

    @Test
    void the_result_of_a_refused_completion_stays_when_it_was_recorded_before_a_loss_of_power() throws IOException {
        Assignment forgotten = take();
        recent.recorded(forgotten);
        assertThat(refused(forgotten)).exists();
    }

    @Test
    void that_another_take_of_the_task_was_recorded_keeps_no_result() throws IOException {
        recent.recorded(take());
        run.queues().leave(SELF, FIRST);
        run.queues().join(SELF, new Incarnation("second"));
        TakeOutcome.Leased again =
                (TakeOutcome.Leased) new BatchQueueManager(membership.queues(), SELF, new Incarnation("second")).next();
        assertThat(refused(assignment(again))).doesNotExist();
    }

    /** The part of a task whose completion the broker refuses. */
    private Path refused(Assignment assignment) throws IOException {
        Path part = Files.createFile(folder.resolve("part"));
        run.queues().declareLost(SELF, run.queues().members().get(SELF));
        new TaskReport(SELF, new BrokerLink(), recent, Wakeup.real(), new SplittableRandom(1), TaskListener.NONE)
                .complete(assignment, new ShardSummary(0, 0), part, Duration.ZERO);
        return part;
    }

    private Assignment take() {
        return assignment((TakeOutcome.Leased) membership.batches().next());
    }

    private Assignment assignment(TakeOutcome.Leased taken) {
        HeldLease held = new HeldLease(taken.task().id(), taken.token());
        return new Assignment(
                membership, taken, new Lease(held, Duration.ofMinutes(10), ticker.nanos(), ticker, drain));
    }

    private final class Restartable implements BrokerServer {
        @Override
        public BrokerStart look() {
            return new BrokerStart(start, BrokerStart.Log.OFF);
        }

        @Override
        public boolean rewriteLog() {
            return true;
        }
    }
}
