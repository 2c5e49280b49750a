package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.worker.loop.LoopFixture.FIRST;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;

@ExtendWith(RedisExtension.class)
class ReadAheadRedisTest {

    private static final WorkerId THIEF = new WorkerId("thief");

    @TempDir
    Path folder;

    private final List<Shard> read = new ArrayList<>();
    private OpenRun run;
    private Membership membership;
    private ReadAhead readAhead;

    @BeforeEach
    void a_queue_of_14_tasks(TestRedis redis) throws IOException {
        run = new LoopFixture(redis, folder).openRun(SELF, StealSettings.OFF);
        run.queues().join(SELF, FIRST);
        run.queues().join(THIEF, FIRST);
        BatchQueueManager batches = new BatchQueueManager(run.queues(), SELF, FIRST);
        membership = new Membership(run.spec(), run.queues(), batches, FIRST, Duration.ofSeconds(30));
        TaskInput input = new TaskInput(DataRoots.of(Map.of("data", folder)));
        readAhead = new ReadAhead(SELF, input, new Reader());
    }

    @Test
    void the_head_of_the_own_queue_is_read_once_and_stays_there() {
        readAhead.look(membership);
        readAhead.look(membership);

        TakeOutcome.Leased stolen = steal();
        assertThat(read).containsExactly(stolen.task().shard());
        assertThat(stolen.task().id()).isEqualTo(new TaskId(0));
    }

    @Test
    void when_it_is_stolen_the_one_behind_it_is_read() {
        readAhead.look(membership);
        steal();
        readAhead.look(membership);

        assertThat(membership.batches().next())
                .isInstanceOfSatisfying(
                        TakeOutcome.Leased.class,
                        taken -> assertThat(read).last().isEqualTo(taken.task().shard()));
        assertThat(read).hasSize(2);
    }

    @Test
    void what_was_used_up_is_read_again_when_it_comes_back() {
        readAhead.look(membership);
        readAhead.begin();
        readAhead.look(membership);
        assertThat(read).hasSize(2);
    }

    @Test
    void a_missing_input_is_left_to_whoever_takes_the_task() throws IOException {
        Files.delete(run.input());
        readAhead.look(membership);
        assertThat(read).isEmpty();
        assertThat(run.counts().pending()).isEqualTo(14);
    }

    private TakeOutcome.Leased steal() {
        return (TakeOutcome.Leased) run.queues()
                .take(new TakeRequest(
                        THIEF, FIRST, List.of(TakeSource.Steal.anyFrom(SELF)), List.of(), Optional.empty()));
    }

    /** Notes what it is to read. */
    private final class Reader implements ShardPredictor {
        @Override
        public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) {
            throw new AssertionError("computes nothing");
        }

        @Override
        public void readAhead(ShardJob next) {
            read.add(next.shard());
        }

        @Override
        public void close() {}
    }
}
