package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.virnucpro.worker.loop.LoopFixture.FIRST;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;
import org.virnucpro.worker.loop.WorkerFaultException.Fault;
import org.virnucpro.worker.predict.TaskException;

@ExtendWith(RedisExtension.class)
class WorkerLoopRedisTest {

    private static final WorkerId OTHER = new WorkerId("other");

    @TempDir
    Path folder;

    private LoopFixture fixture;

    @BeforeEach
    void start_a_cluster(TestRedis redis) {
        fixture = new LoopFixture(redis, folder);
    }

    @Test
    void a_worker_computes_its_tasks_and_leaves() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        fixture.runSynthetic();

        assertThat(run.counts().done()).isEqualTo(14);
        assertThat(run.queues().members()).isEmpty();
        assertThat(fixture.registry.port().workers(Duration.ofDays(1))).isEmpty();
        List<String> rows = new ArrayList<>();
        for (var winner : run.queues().winners().entrySet()) {
            PartName name = new PartName(winner.getKey(), winner.getValue());
            new PartReader(run.parts(), run.spec().run(), name).read(rows::add);
        }
        assertThat(rows).hasSizeGreaterThan(14);
    }

    @Test
    void the_part_of_a_task_that_was_taken_away_is_deleted() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        fixture.run(Predicting.first(() -> run.queues().cancel(List.of(new TaskId(0)))));

        assertThat(run.counts().cancelled()).isEqualTo(1);
        assertThat(run.files()).hasSize(13);
    }

    @Test
    void a_drain_lets_the_running_task_end_and_takes_no_other() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        fixture.run(Predicting.first(() -> fixture.loop().requestDrain()));

        assertThat(run.counts().done()).isEqualTo(1);
        assertThat(run.counts().pending()).isEqualTo(13);
        assertThat(run.queues().members()).isEmpty();
    }

    @Test
    void a_task_that_outlasts_the_drain_is_given_back_without_counting() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF, "synthetic", Duration.ofMinutes(10));

        fixture.run(Predicting.first(() -> {
            fixture.loop().requestDrain();
            fixture.ticker.advance(LoopFixture.DRAIN_TIMEOUT);
        }));

        assertThat(run.counts().pending()).isEqualTo(14);
        assertThat(run.counts().requeues()).isZero();
        assertThat(run.files()).isEmpty();
    }

    @Test
    void a_task_without_a_lease_is_dropped_and_not_reported() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        List<String> calls = watch(run, (method, arguments) -> {});

        fixture.run(Predicting.first(() -> fixture.ticker.advance(Duration.ofSeconds(25))));

        assertThat(calls.subList(0, calls.indexOf("take") + 2)).doesNotContain("fail", "complete");
        // The broker still had the lease, so the next take got the same task.
        assertThat(run.counts().done()).isEqualTo(14);
    }

    @Test
    void a_task_that_fails_everywhere_dies_with_its_cause_and_the_others_go_on() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        AtomicInteger failures = new AtomicInteger();

        fixture.run(Predicting.each(() -> {
            if (failures.incrementAndGet() <= 3) {
                throw new TaskException("no such codon");
            }
        }));

        assertThat(run.counts().done()).isEqualTo(13);
        assertThat(run.queues().deadTasks())
                .singleElement()
                .extracting(DeadTask::cause)
                .asString()
                .contains("no such codon")
                .contains("self");
    }

    @Test
    void an_engine_that_refuses_a_batch_and_a_bug_cost_an_attempt() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        AtomicInteger task = new AtomicInteger();

        fixture.run(Predicting.each(() -> {
            switch (task.getAndIncrement()) {
                case 0 -> throw new EngineException("sequence 3 is too long");
                case 1 -> throw new IllegalStateException("a bug");
                default -> {}
            }
        }));

        assertThat(run.counts().requeues()).isEqualTo(2);
        assertThat(run.counts().done()).isEqualTo(14);
    }

    @Test
    void an_input_that_has_changed_is_refused() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        Files.writeString(run.input(), ">more\nACGT\n", StandardOpenOption.APPEND);

        fixture.runSynthetic();

        assertThat(run.queues().deadTasks())
                .hasSize(14)
                .allSatisfy(dead -> assertThat(dead.cause()).contains("f03.fa").contains("when the run was planned"));
    }

    @Test
    void a_worker_that_cannot_write_gives_the_task_back_and_ends() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        Files.delete(run.parts().path());

        assertThatThrownBy(fixture::runSynthetic)
                .isInstanceOfSatisfying(
                        WorkerFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.OUTPUT))
                .hasMessageContaining(run.parts().path().toString());
        assertThat(run.counts().pending()).isEqualTo(14);
        assertThat(run.counts().requeues()).isZero();
        assertThat(run.queues().members()).isEmpty();
    }

    @Test
    void a_worker_out_of_memory_ends_and_the_attempt_counts() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        assertThatThrownBy(() -> fixture.run(Predicting.first(() -> {
                    throw new OutOfMemoryError("Cannot reserve memory");
                })))
                .isInstanceOfSatisfying(
                        WorkerFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.RESOURCES));
        assertThat(run.counts().requeues()).isEqualTo(1);
    }

    @Test
    void a_worker_whose_engine_is_lost_ends_and_the_attempt_counts() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        assertThatThrownBy(() -> fixture.run(Predicting.first(() -> {
                    throw new EngineLostException("3 failures in a row");
                })))
                .isInstanceOfSatisfying(
                        WorkerFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.RESOURCES))
                .hasMessageContaining("3 failures in a row");
        assertThat(run.counts().requeues()).isEqualTo(1);
    }

    @Test
    void two_processes_of_one_name_do_not_fight() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);

        assertThatThrownBy(() ->
                        fixture.run(Predicting.first(() -> run.queues().join(SELF, new Incarnation("another")))))
                .isInstanceOfSatisfying(
                        WorkerFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.NAME_TAKEN))
                .hasMessageContaining("--name");
        assertThat(run.files()).isEmpty();
        assertThat(run.queues().members()).containsEntry(SELF, new Incarnation("another"));
    }

    @Test
    void a_worker_that_was_given_up_joins_anew() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        List<Incarnation> joins = new ArrayList<>();
        watch(run, (method, arguments) -> {
            if (method.equals("join")) {
                joins.add((Incarnation) arguments[1]);
            }
        });
        fixture.wakeup.then(() -> {});

        fixture.run(Predicting.first(() -> run.queues().declareLost(SELF, FIRST)));

        assertThat(run.counts().done()).isEqualTo(14);
        assertThat(run.files()).hasSize(14);
        // The coordinator gives up members whose incarnation is not announced.
        Incarnation joinedAnew = joins.get(1);
        assertThat(joinedAnew).isNotEqualTo(FIRST);
        assertThat(fixture.registry.announced())
                .extracting(WorkerRecord::incarnation)
                .contains(joinedAnew);
    }

    @Test
    void a_run_that_does_not_fit_is_left_to_others() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.ON, "cpu", Duration.ofSeconds(30));

        fixture.runSynthetic();

        assertThat(run.queues().members()).isEmpty();
        assertThat(run.counts().pending()).isEqualTo(14);
    }

    @Test
    void a_worker_stays_with_a_run_while_that_has_work() throws IOException {
        OpenRun first = fixture.openRun(SELF, StealSettings.OFF);
        OpenRun second = fixture.openRun(SELF, StealSettings.OFF);
        List<Long> doneOfFirst = new ArrayList<>();
        watch(second, (method, arguments) -> {
            if (method.equals("take")) {
                doneOfFirst.add(first.counts().done());
            }
        });

        fixture.runSynthetic();

        assertThat(doneOfFirst).isNotEmpty().containsOnly(14L);
        assertThat(second.counts().done()).isEqualTo(14);
    }

    @Test
    void an_idle_worker_steals_only_where_the_run_allows_it() throws IOException {
        OpenRun closed = fixture.openRun(OTHER, StealSettings.OFF);
        OpenRun open = fixture.openRun(OTHER, StealSettings.ON.withRule(StealSettings.Rule.THRESHOLD));

        fixture.runSynthetic();

        assertThat(closed.counts().done()).isZero();
        assertThat(open.counts().steals()).isEqualTo(12);
        assertThat(open.counts().pending()).isEqualTo(2);
    }

    @Test
    void a_broker_that_does_not_answer_is_asked_again() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        Random random = new Random(7);
        watch(run, (method, arguments) -> {
            if (random.nextInt(3) == 0) {
                throw new BrokerException("silent");
            }
        });
        IntStream.range(0, 100).forEach(i -> fixture.wakeup.then(() -> {}));

        fixture.runSynthetic();

        assertThat(run.counts().done()).isEqualTo(14);
        assertThat(run.files()).hasSize(14);
    }

    @Test
    void a_result_whose_completion_is_not_answered_stays() throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        watch(run, (method, arguments) -> {
            if (method.equals("complete")) {
                fixture.ticker.advance(Duration.ofSeconds(26));
                fixture.loop().requestDrain();
                throw new BrokerException("silent");
            }
        });

        fixture.runSynthetic();

        assertThat(run.files()).hasSize(1);
    }

    @Test
    void an_idle_worker_brings_back_what_a_dead_one_held() throws IOException {
        OpenRun run = fixture.openRun(OTHER, StealSettings.OFF, "synthetic", Duration.ofMillis(100));
        run.queues().join(OTHER, FIRST);
        TakeOutcome dead = new BatchQueueManager(run.queues(), OTHER, FIRST).next();
        assertThat(dead).isInstanceOf(TakeOutcome.Leased.class);
        fixture.wakeup.then(() -> {
            fixture.ticker.advance(Duration.ofMillis(60));
            awaitExpiry(run);
        });

        fixture.runSynthetic();

        assertThat(run.counts().done()).isEqualTo(1);
        assertThat(run.counts().requeues()).isEqualTo(1);
    }

    @Test
    void an_idle_worker_waits_about_the_steal_interval() throws IOException {
        fixture.openRun(OTHER, StealSettings.ON.withInterval(Duration.ofSeconds(2)));

        fixture.runSynthetic();

        assertThat(fixture.wakeup.waits())
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500)));
    }

    @Test
    void a_worker_that_is_asked_to_drain_leaves_its_queue_to_others_while_its_task_runs_also_without_stealing()
            throws IOException {
        OpenRun run = fixture.openRun(SELF, StealSettings.OFF);
        run.queues().join(OTHER, FIRST);
        BatchQueueManager other = new BatchQueueManager(run.queues(), OTHER, FIRST);

        fixture.run(Predicting.first(() -> {
            assertThat(other.next()).isInstanceOf(TakeOutcome.Empty.class);
            fixture.registry.port().requestDrain(SELF, FIRST);
            await().until(() -> other.next() instanceof TakeOutcome.Leased);
            assertThat(run.counts().leased()).isEqualTo(2);
        }));

        assertThat(run.counts().done()).isOne();
        assertThat(run.counts().pending()).isEqualTo(12);
        assertThat(run.queues().members()).containsOnlyKeys(OTHER);
        assertThat(fixture.registry.port().workers(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void a_worker_that_drains_leaves_also_a_run_that_it_never_joined() throws IOException {
        OpenRun first = fixture.openRun(SELF, StealSettings.OFF);
        OpenRun second = fixture.openRun(SELF, StealSettings.OFF);

        fixture.run(Predicting.first(() -> {
            fixture.loop().requestDrain();
            await().until(() -> second.queues().members().containsKey(SELF));
        }));

        assertThat(first.counts().done()).isOne();
        assertThat(second.counts().pending()).isEqualTo(14);
        assertThat(second.queues().members()).isEmpty();
    }

    private List<String> watch(OpenRun run, Intercepted.Look look) {
        List<String> calls = new ArrayList<>();
        fixture.registry.watch(run.spec().run(), (method, arguments) -> {
            // asked for by another thread, and only advice
            if (!method.equals("peek")) {
                calls.add(method);
                look.at(method, arguments);
            }
        });
        return calls;
    }

    /** Asks the broker, whose clock leases run on, until the only lease is over. */
    private static void awaitExpiry(OpenRun run) {
        var view = run.queues().observe();
        while (!view.time().isAfter(view.leases().get(0).deadline())) {
            view = run.queues().observe();
        }
    }
}
