package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.worker.loop.LoopFixture.FIRST;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.SyntheticShardPredictor;
import org.virnucpro.worker.predict.TaskException;

/** A task that is computed before its lease is there. */
@ExtendWith(RedisExtension.class)
class TaskRunnerRedisTest {

    @TempDir
    Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private final Drain drain = new Drain(ticker, Duration.ofSeconds(60), Wakeup.real());
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private Runnable answer = () -> {};
    private LoopFixture fixture;
    private OpenRun run;
    private Membership membership;
    private TaskInput input;

    @BeforeEach
    void a_queue_of_14_tasks(TestRedis redis) throws IOException {
        fixture = new LoopFixture(redis, folder);
        input = new TaskInput(DataRoots.of(Map.of("data", folder)));
        join(fixture.openRun(SELF, StealSettings.OFF));
    }

    @Test
    void its_part_holds_the_rows_that_it_holds_when_the_lease_comes_first() throws IOException {
        TaskRunner runner = runner(predictor -> predictor);
        List<String> leasedFirst = finished(runner, runner.compute(take()).orElseThrow());
        join(fixture.openRun(SELF, StealSettings.OFF));

        Candidate head = head();
        Grant grant = Grant.ask(() -> Optional.of(take()), asked::add);
        answer = () -> {
            assertThat(run.counts().leased()).isZero();
            asked.remove().run();
        };
        Computed computed = runner.compute(head, grant).orElseThrow();

        assertThat(finished(runner, computed)).isEqualTo(leasedFirst).isNotEmpty();
        assertThat(run.counts().done()).isOne();
    }

    @Test
    void nothing_is_left_of_it_when_it_was_stolen() throws IOException {
        Candidate head = head();
        WorkerId thief = new WorkerId("thief");
        run.queues().join(thief, FIRST);
        run.queues()
                .take(new TakeRequest(
                        thief, FIRST, List.of(TakeSource.Steal.anyFrom(SELF)), List.of(), Optional.empty()));
        Grant behind = Grant.ask(() -> Optional.of(take()), asked::add);
        answer = () -> asked.remove().run();

        assertThat(runner(predictor -> predictor).compute(head, behind)).isEmpty();
        assertThat(behind.await()).map(leased -> leased.taken().task().id()).contains(new TaskId(1));
        assertThat(run.files()).isEmpty();
        assertThat(run.counts().leased()).isEqualTo(2);
    }

    @Test
    void nothing_is_left_of_it_when_there_is_nothing_to_take() throws IOException {
        Grant none = Grant.ask(Optional::empty, Runnable::run);
        assertThat(runner(predictor -> predictor).compute(head(), none)).isEmpty();
        assertThat(run.files()).isEmpty();
        assertThat(run.counts().pending()).isEqualTo(14);
    }

    @Test
    void its_failure_counts_only_when_it_is_leased() {
        UnaryOperator<ShardPredictor> failing = Predicting.each(() -> {
            throw new TaskException("no such codon");
        });
        assertThat(runner(failing).compute(head(), Grant.ask(Optional::empty, Runnable::run)))
                .isEmpty();
        assertThat(run.counts().requeues()).isZero();

        assertThat(runner(failing).compute(head(), Grant.ask(() -> Optional.of(take()), Runnable::run)))
                .isEmpty();
        assertThat(run.counts().requeues()).isOne();
    }

    @Test
    void it_is_given_back_when_the_time_to_end_is_over() {
        Candidate head = head();
        Grant grant = Grant.ask(() -> Optional.of(take()), Runnable::run);
        drain.request();
        ticker.advance(Duration.ofSeconds(60));

        assertThat(runner(predictor -> predictor).compute(head, grant)).isEmpty();
        assertThat(run.counts().pending()).isEqualTo(14);
        assertThat(run.counts().requeues()).isZero();
    }

    private void join(OpenRun opened) {
        run = opened;
        run.queues().join(SELF, FIRST);
        BatchQueueManager batches = new BatchQueueManager(run.queues(), SELF, FIRST);
        membership = new Membership(run.spec(), run.queues(), batches, FIRST, Duration.ofSeconds(30));
    }

    private Candidate head() {
        Task task = run.queues().peek(SELF).orElseThrow();
        try {
            return new Candidate(membership, task, input.of(run.spec(), task));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private Assignment take() {
        TakeOutcome.Leased taken = (TakeOutcome.Leased) membership.batches().next();
        HeldLease held = new HeldLease(taken.task().id(), taken.token());
        return new Assignment(
                membership, taken, new Lease(held, Duration.ofMinutes(10), ticker.nanos(), ticker, drain));
    }

    private TaskRunner runner(UnaryOperator<ShardPredictor> around) {
        WorkerRecord self =
                new WorkerRecord(SELF, FIRST, "host", "device", "synthetic", 1, Map.of(), false, Instant.EPOCH);
        TaskReport report = new TaskReport(
                SELF,
                new BrokerLink(),
                new RecentCompletions(fixture.registry.port().server(), SELF, ticker),
                Wakeup.real(),
                new SplittableRandom(1),
                TaskListener.NONE);
        ShardPredictor predictor = around.apply(new SyntheticShardPredictor(1, time -> answerOnce()));
        return new TaskRunner(
                self,
                DataRoots.of(Map.of("data", folder)),
                predictor,
                report,
                drain,
                new TaskGaps(ticker),
                new ReadAheadThread("test", new ReadAhead(SELF, input, predictor)),
                new ProgressWatch(ticker, StallLimit.DEFAULT, 1));
    }

    /** While the task is computed, and its rows are already there. */
    private void answerOnce() {
        Runnable now = answer;
        answer = () -> {};
        now.run();
    }

    private List<String> finished(TaskRunner runner, Computed computed) throws IOException {
        runner.finish(computed, new HandOverTimes(ticker));
        TakeOutcome.Leased taken = computed.assignment().taken();
        List<String> rows = new ArrayList<>();
        PartName name = new PartName(taken.task().id(), taken.token());
        new PartReader(run.parts(), run.spec().run(), name).read(rows::add);
        return rows;
    }
}
