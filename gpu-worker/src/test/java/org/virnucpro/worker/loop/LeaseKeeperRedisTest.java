package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
class LeaseKeeperRedisTest {

    private static final WorkerId SELF = new WorkerId("self");
    private static final Incarnation FIRST = new Incarnation("i1");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration THIRD = Duration.ofSeconds(10);

    private final ManualTicker ticker = new ManualTicker();
    private final Drain drain = new Drain(ticker, Duration.ofSeconds(60), Wakeup.real());
    private WatchedRegistry registry;
    private final List<String> calls = new ArrayList<>();
    private final List<Membership> memberships = new ArrayList<>();
    private boolean brokerSilent;
    private Optional<DeviceTelemetry> telemetry = Optional.empty();
    private SharedWorkQueues queues;
    private Lease lease;
    private Announcement announcement;
    private LeaseKeeper keeper;

    @BeforeEach
    void hold_a_lease(TestRedis redis) {
        registry = new WatchedRegistry(redis.connection().registry());
        RunId run = redis.freshRun();
        RunSpec spec = new RunSpec(run, List.of(), new DataPath("out", ""), 300, "cpu", "", StealSettings.OFF);
        registry.submit(spec);
        queues = redis.connection().queues(run);
        queues.open(new RunSettings(1, LEASE, 3));
        queues.submit(List.of(new Task(new TaskId(0), 1, 1000, SELF, new Shard(0, 0, 10, 1, 1, 1))));
        queues.join(SELF, FIRST);
        SharedWorkQueues watched = Intercepted.queues(queues, (method, arguments) -> {
            calls.add(method);
            if (brokerSilent) {
                throw new BrokerException("silent");
            }
        });
        BatchQueueManager batches = new BatchQueueManager(watched, SELF, FIRST);
        Membership membership = new Membership(spec, watched, batches, FIRST, LEASE);
        TakeOutcome.Leased taken = (TakeOutcome.Leased) batches.next();
        lease = new Lease(new HeldLease(taken.task().id(), taken.token()), LEASE, ticker.nanos(), ticker, drain);
        membership.started(lease);
        memberships.add(membership);
        WorkerRecord self = new WorkerRecord(SELF, FIRST, "host", "device", "cpu", 1, Map.of(), false, Instant.EPOCH);
        announcement = new Announcement(registry.port(), self, drain, () -> telemetry);
        DrainNotice notice = new DrainNotice(registry.port(), () -> memberships, announcement);
        keeper = new LeaseKeeper(
                () -> memberships,
                announcement,
                drain,
                notice,
                ticker,
                new BrokerLink(),
                new RecentCompletions(registry.port().server(), SELF, ticker));
        keeper.beat();
        calls.clear();
    }

    @AfterEach
    void withdraw() {
        announcement.withdraw();
    }

    @Test
    void a_lease_is_renewed_after_every_third_of_its_length() {
        for (int i = 0; i < 10; i++) {
            ticker.advance(THIRD.minusNanos(1));
            keeper.beat();
            assertThat(calls).hasSize(i);
            ticker.advance(Duration.ofNanos(1));
            keeper.beat();
            assertThat(calls).hasSize(i + 1);
        }
        assertThat(calls).containsOnly("heartbeat");
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void the_next_beat_is_announced() {
        assertThat(keeper.beat()).isEqualTo(Duration.ofSeconds(5));
        ticker.advance(Duration.ofSeconds(7));
        keeper.beat();
        assertThat(keeper.beat()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void every_announcement_says_how_the_device_is_at_that_time() {
        DeviceTelemetry hot = new DeviceTelemetry(
                "GPU-1",
                Optional.empty(),
                OptionalDouble.of(1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.of(91),
                OptionalDouble.empty());
        for (Optional<DeviceTelemetry> now : List.of(Optional.of(hot), Optional.<DeviceTelemetry>empty())) {
            telemetry = now;
            ticker.advance(Duration.ofSeconds(5));
            keeper.beat();
            List<WorkerRecord> announced = registry.announced();
            assertThat(announced.get(announced.size() - 1).telemetry()).isEqualTo(now);
        }
        assertThat(registry.announced()).hasSize(3);
    }

    @Test
    void a_task_that_was_given_to_another_is_stopped() {
        queues.cancel(List.of(new TaskId(0)));
        ticker.advance(THIRD);
        keeper.beat();

        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_fenced_worker_stops_its_task() {
        queues.join(SELF, new Incarnation("i2"));
        ticker.advance(THIRD);
        keeper.beat();

        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void the_task_of_a_cancelled_run_is_stopped_and_that_of_a_paused_run_goes_on() {
        queues.changeState(RunState.PAUSED);
        ticker.advance(THIRD);
        keeper.beat();
        assertThat(lease.isLost()).isFalse();

        queues.changeState(RunState.CANCELLED);
        ticker.advance(THIRD);
        keeper.beat();
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_silent_broker_is_asked_again_until_the_lease_is_over() {
        brokerSilent = true;
        ticker.advance(THIRD);
        keeper.beat();
        int tries = 0;
        while (!lease.isLost()) {
            ticker.advance(Duration.ofMillis(500));
            keeper.beat();
            tries++;
        }
        assertThat(tries).isEqualTo(30);
        assertThat(calls).hasSize(1 + 6);
    }

    @Test
    void a_broker_that_answers_in_time_saves_the_lease() {
        brokerSilent = true;
        ticker.advance(Duration.ofSeconds(20));
        keeper.beat();
        brokerSilent = false;
        ticker.advance(Duration.ofSeconds(3));
        keeper.beat();
        ticker.advance(Duration.ofSeconds(5));

        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void the_worker_is_announced_again_and_at_once_when_it_drains() {
        assertThat(registry.announced()).hasSize(1);
        ticker.advance(Duration.ofSeconds(5));
        keeper.beat();
        assertThat(registry.announced()).hasSize(2);
        drain.request();
        keeper.beat();
        assertThat(registry.announced()).extracting(WorkerRecord::draining).containsExactly(false, false, true);
        keeper.beat();
        assertThat(registry.announced()).hasSize(3);
    }

    @Test
    void a_request_of_the_cluster_is_heard_with_the_next_announcement_and_opens_the_queue_while_the_task_runs() {
        registry.port().requestDrain(SELF, FIRST);
        assertThat(keeper.beat()).isPositive();
        assertThat(drain.isRequested()).isFalse();

        keeper.lookNow();
        assertThat(keeper.beat()).isZero();
        keeper.beat();

        assertThat(drain.isRequested()).isTrue();
        assertThat(lease.isRequested()).isFalse();
        assertThat(registry.announced())
                .last()
                .satisfies(record -> assertThat(record.draining()).isTrue());
        assertThat(membership()).isEqualTo(QueueView.Membership.DEPARTED);
        ticker.advance(Duration.ofSeconds(60));
        assertThat(drain.isOver()).isTrue();
    }

    @Test
    void a_request_that_was_missed_is_heard_when_the_announcement_is_due() {
        registry.port().requestDrain(SELF, FIRST);
        ticker.advance(Duration.ofSeconds(5));
        keeper.beat();
        assertThat(drain.isRequested()).isTrue();
    }

    @Test
    void a_request_that_is_taken_back_lets_the_worker_go_on_with_its_lease() {
        registry.port().requestDrain(SELF, FIRST);
        keeper.lookNow();
        keeper.beat();
        keeper.beat();
        registry.port().cancelDrain(SELF, FIRST);
        keeper.lookNow();
        keeper.beat();
        keeper.beat();

        assertThat(drain.isRequested()).isFalse();
        assertThat(membership()).isEqualTo(QueueView.Membership.MEMBER);
        ticker.advance(THIRD);
        keeper.beat();
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void a_request_does_not_take_back_a_stop_of_the_process() {
        drain.request();
        registry.port().cancelDrain(SELF, FIRST);
        keeper.lookNow();
        keeper.beat();
        assertThat(drain.isRequested()).isTrue();
    }

    @Test
    void a_request_that_a_given_up_worker_missed_holds_for_its_new_incarnation() {
        registry.port().requestDrain(SELF, FIRST);
        announcement.startAnew();
        keeper.lookNow();
        keeper.beat();

        assertThat(drain.isRequested()).isTrue();
        assertThat(registry.announced()).last().satisfies(record -> {
            assertThat(record.incarnation()).isNotEqualTo(FIRST);
            assertThat(record.draining()).isTrue();
        });
    }

    private QueueView.Membership membership() {
        return queues.observe().byWorker().get(SELF).membership();
    }
}
