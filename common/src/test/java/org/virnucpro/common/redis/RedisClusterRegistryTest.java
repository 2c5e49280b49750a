package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
final class RedisClusterRegistryTest {

    private TestRedis redis;
    private ClusterRegistry registry;

    @BeforeEach
    void connect(TestRedis shared) {
        redis = shared;
        registry = shared.connection().registry();
    }

    @Test
    void an_announced_worker_is_listed_with_the_brokers_time_until_it_withdraws() {
        WorkerRecord worker = worker("one");
        registry.announce(worker);

        WorkerRecord listed = find(worker.worker());
        assertThat(listed).usingRecursiveComparison().ignoringFields("lastSeen").isEqualTo(worker);
        assertThat(listed.lastSeen()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));

        registry.withdraw(worker.worker(), new Incarnation("other"));
        assertThat(find(worker.worker())).isNotNull();
        registry.withdraw(worker.worker(), worker.incarnation());
        registry.withdraw(worker.worker(), worker.incarnation());
        assertThat(registry.workers(Duration.ofMinutes(1)))
                .noneMatch(other -> other.worker().equals(worker.worker()));
    }

    @Test
    void telemetry_comes_with_an_announcement_and_goes_with_the_next() {
        WorkerRecord worker = working("one");
        DeviceTelemetry some = new DeviceTelemetry(
                "GPU-1",
                Optional.of("NVIDIA \"X\""),
                OptionalDouble.of(0.87),
                OptionalLong.of(Long.MAX_VALUE),
                OptionalLong.empty(),
                OptionalDouble.of(55),
                OptionalDouble.empty());
        registry.announce(worker.announced(worker.incarnation(), false, Optional.of(some)));
        assertThat(find(worker.worker()).telemetry()).contains(some);
        registry.announce(worker);
        assertThat(find(worker.worker()).telemetry()).isEmpty();
        registry.withdraw(worker.worker(), worker.incarnation());
    }

    @Test
    void a_request_to_drain_waits_for_the_next_announcement_of_that_start_and_can_be_taken_back() {
        WorkerRecord worker = working("one");
        assertThat(registry.announce(worker)).isFalse();
        assertThat(find(worker.worker()).draining()).isFalse();

        registry.requestDrain(worker.worker(), worker.incarnation());
        assertThat(registry.requestDrain(worker.worker(), worker.incarnation())).isTrue();
        assertThat(find(worker.worker()).draining()).isTrue();
        assertThat(registry.announce(worker)).isTrue();
        assertThat(registry.announce(worker)).isTrue();

        assertThat(registry.cancelDrain(worker.worker(), worker.incarnation())).isTrue();
        assertThat(registry.announce(worker)).isFalse();
        assertThat(find(worker.worker()).draining()).isFalse();
        registry.withdraw(worker.worker(), worker.incarnation());
    }

    @Test
    void a_later_start_of_the_same_name_does_not_see_a_request_to_drain() {
        WorkerRecord first = working("one");
        registry.announce(first);
        registry.requestDrain(first.worker(), first.incarnation());

        WorkerRecord second = start(first.worker(), "two", false);
        assertThat(registry.announce(second)).isFalse();
        assertThat(registry.announce(second)).isFalse();
        assertThat(registry.requestDrain(first.worker(), first.incarnation())).isFalse();
        assertThat(registry.announce(second)).isFalse();
        registry.withdraw(second.worker(), second.incarnation());
        assertThat(registry.requestDrain(second.worker(), second.incarnation())).isFalse();
        assertThat(registry.workers(Duration.ofMinutes(1)))
                .noneMatch(other -> other.worker().equals(first.worker()));
    }

    @Test
    void a_request_wakes_the_worker_that_it_is_for_and_no_other() throws Exception {
        WorkerRecord asked = working("one");
        WorkerRecord other = working("one");
        registry.announce(asked);
        registry.announce(other);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable first = registry.onRequest(asked.worker(), () -> heard.add("asked"));
                AutoCloseable second = registry.onRequest(other.worker(), () -> heard.add("other"))) {
            registry.requestDrain(asked.worker(), asked.incarnation());
            registry.requestDrain(other.worker(), other.incarnation());
            await().until(() -> heard.contains("other"));
            assertThat(heard).containsExactly("asked", "other");
        }
        registry.withdraw(asked.worker(), asked.incarnation());
        registry.withdraw(other.worker(), other.incarnation());
    }

    @Test
    void a_worker_that_was_silent_for_too_long_is_not_listed() {
        WorkerRecord worker = worker("one");
        registry.announce(worker);
        Map<String, String> announced = redis.client().getMap(RedisKeys.WORKERS, StringCodec.INSTANCE);
        announced.computeIfPresent(
                worker.worker().value(), (name, value) -> value.replaceFirst("^[0-9]+", "1000000000000"));
        assertThat(registry.workers(Duration.ofDays(1)))
                .noneMatch(other -> other.worker().equals(worker.worker()));
        registry.withdraw(worker.worker(), worker.incarnation());
    }

    @Test
    void a_submitted_run_is_listed_and_comes_back_as_it_was() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        registry.submit(spec, 5);
        RunSummary first = registry.run(spec.run()).orElseThrow();
        registry.submit(spec, 5);

        assertThat(registry.spec(spec.run())).contains(spec);
        assertThat(registry.run(spec.run())).contains(first);
        assertThat(first.state()).isEqualTo(RunState.PLANNING);
        assertThat(first.priority()).isEqualTo(5);
        assertThat(registry.queues(spec.run()).state()).isEqualTo(RunState.PLANNING);
        assertThat(registry.runs())
                .filteredOn(run -> run.run().equals(spec.run()))
                .containsExactly(first);
    }

    @Test
    void a_failed_run_is_forgotten_and_can_be_submitted_again() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        registry.submit(spec, 5);
        SharedWorkQueues queues = registry.queues(spec.run());
        queues.join(TestRun.worker("b"), TestRun.ONE);
        registry.own(spec.run(), "somebody", Duration.ofHours(1));
        registry.finish(spec.run(), RunState.FAILED, "the disk was full", Duration.ofHours(1));

        registry.forget(spec.run());

        assertThat(registry.run(spec.run())).isEmpty();
        assertThat(redis.client()
                        .getKeys()
                        .getKeysStream(KeysScanOptions.defaults().pattern("vnp:{" + spec.run() + "}:*")))
                .isEmpty();
        registry.submit(spec, 5);
        assertThat(registry.run(spec.run())).isPresent();
        assertThat(registry.own(spec.run(), "somebody else", Duration.ofHours(1)))
                .isTrue();
    }

    @Test
    void another_specification_under_the_same_name_is_refused() {
        RunId run = redis.freshRun();
        registry.submit(spec(run, StealSettings.ON), 0);
        assertThatThrownBy(() -> registry.submit(spec(run, StealSettings.OFF), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(run.value());
        assertThat(registry.spec(run)).contains(spec(run, StealSettings.ON));
    }

    @Test
    void runs_are_listed_by_priority_and_then_by_submission() {
        RunId late = redis.freshRun();
        RunId first = redis.freshRun();
        RunId second = redis.freshRun();
        registry.submit(spec(late, StealSettings.ON), 3);
        registry.submit(spec(first, StealSettings.ON), -2);
        registry.submit(spec(second, StealSettings.ON), -2);
        redis.client()
                .getMap(new RedisKeys(second).meta(), StringCodec.INSTANCE)
                .fastPut("submitted_ms", "9000000000000");
        assertThat(registry.runs().stream().map(RunSummary::run).filter(List.of(late, first, second)::contains))
                .containsExactly(first, second, late);
    }

    @Test
    void an_opened_run_keeps_its_specification_and_message() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        registry.submit(spec, 0);
        registry.queues(spec.run()).open(RunSettings.of(4));
        registry.describe(spec.run(), "4 tasks");
        assertThat(registry.spec(spec.run())).contains(spec);
        assertThat(registry.run(spec.run()))
                .get()
                .extracting(RunSummary::state, RunSummary::message)
                .containsExactly(RunState.OPEN, "4 tasks");
    }

    @Test
    void describing_a_run_that_does_not_exist_leaves_no_key() {
        RunId run = redis.freshRun();
        registry.describe(run, "ghost");
        registry.finish(run, RunState.FAILED, "ghost", Duration.ofDays(1));
        assertThat(redis.client().getKeys().countExists(new RedisKeys(run).meta()))
                .isZero();
        assertThat(registry.run(run)).isEmpty();
        assertThat(registry.spec(run)).isEmpty();
    }

    @Test
    void every_key_of_a_finished_run_expires_also_those_made_afterwards() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        WorkerId worker = new WorkerId("w");
        registry.submit(spec, 0);
        SharedWorkQueues queues = registry.queues(spec.run());
        queues.open(new RunSettings(2, Duration.ofSeconds(30), 3));
        queues.submit(List.of(TestRun.task(0, "w", 1), TestRun.task(1, "x", 1)));
        queues.join(worker, TestRun.ONE);
        TakeOutcome.Leased leased = (TakeOutcome.Leased) queues.take(new TakeRequest(
                worker, TestRun.ONE, List.of(new TakeSource.OwnQueue()), List.of(worker), Optional.empty()));

        registry.finish(spec.run(), RunState.FAILED, "no disk", Duration.ofDays(7));
        registry.finish(spec.run(), RunState.FINISHED, "no disk", Duration.ofDays(7));
        queues.fail(leased.task().id(), leased.token(), "stopped", FailKind.RELEASE);

        assertThat(registry.run(spec.run()))
                .get()
                .extracting(RunSummary::state, RunSummary::message)
                .containsExactly(RunState.FAILED, "no disk");
        List<String> keys = redis.client()
                .getKeys()
                .getKeysStream(KeysScanOptions.defaults().pattern("vnp:{" + spec.run() + "}:*"))
                .toList();
        assertThat(keys)
                .hasSizeGreaterThan(8)
                .allSatisfy(key -> assertThat(redis.client().getBucket(key).remainTimeToLive())
                        .isPositive());
    }

    @Test
    void a_run_whose_keys_are_gone_leaves_the_list() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        registry.submit(spec, 0);
        redis.client().getKeys().delete(new RedisKeys(spec.run()).meta());
        assertThat(registry.runs()).noneMatch(run -> run.run().equals(spec.run()));
        assertThat(redis.client()
                        .<String>getScoredSortedSet(RedisKeys.RUNS, StringCodec.INSTANCE)
                        .contains(spec.run().value()))
                .isFalse();
    }

    @Test
    void a_run_of_another_layout_is_refused() {
        RunSpec spec = spec(redis.freshRun(), StealSettings.ON);
        registry.submit(spec, 0);
        redis.client()
                .getMap(new RedisKeys(spec.run()).meta(), StringCodec.INSTANCE)
                .fastPut("layout", "1");
        assertThatThrownBy(() -> registry.spec(spec.run()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("layout 1");
        assertThatThrownBy(() -> registry.queues(spec.run()).observe())
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("another version");
        assertThat(registry.runs()).noneMatch(run -> run.run().equals(spec.run()));
    }

    @Test
    void one_coordinator_owns_a_run_until_its_lease_ends() {
        RunId run = redis.freshRun();
        assertThat(registry.own(run, "x", Duration.ofSeconds(30))).isTrue();
        assertThat(registry.own(run, "x", Duration.ofSeconds(30))).isTrue();
        assertThat(registry.own(run, "y", Duration.ofSeconds(30))).isFalse();
        redis.client().getBucket(new RedisKeys(run).owner()).expire(Duration.ZERO);
        assertThat(registry.own(run, "y", Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void coordinators_are_listed_while_they_live() {
        String name = "coordinator-" + UUID.randomUUID();
        registry.announceCoordinator(name, Duration.ofSeconds(30));
        assertThat(registry.coordinators()).contains(name);
        redis.client()
                .<String>getScoredSortedSet(RedisKeys.COORDINATORS, StringCodec.INSTANCE)
                .add(1, name);
        assertThat(registry.coordinators()).doesNotContain(name);
    }

    @Test
    void a_nudge_reaches_every_listener_until_it_is_closed() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        registry.onNudge(closed::incrementAndGet).close();
        try (AutoCloseable listener = registry.onNudge(heard::incrementAndGet)) {
            registry.nudge();
            await().until(() -> heard.get() == 1);
        }
        assertThat(closed).hasValue(0);
    }

    private WorkerRecord find(WorkerId worker) {
        return registry.workers(Duration.ofMinutes(1)).stream()
                .filter(record -> record.worker().equals(worker))
                .findFirst()
                .orElseThrow();
    }

    private static WorkerRecord working(String incarnation) {
        return start(new WorkerId("w-" + UUID.randomUUID()), incarnation, false);
    }

    private static WorkerRecord worker(String incarnation) {
        return start(new WorkerId("w-" + UUID.randomUUID()), incarnation, true);
    }

    private static WorkerRecord start(WorkerId worker, String incarnation, boolean draining) {
        return new WorkerRecord(
                worker,
                new Incarnation(incarnation),
                "host",
                "NVIDIA X \"quoted\" ü",
                "cpu",
                1.25,
                Map.of("300", "abc", "500", "def"),
                draining,
                Instant.EPOCH);
    }

    private static RunSpec spec(RunId run, StealSettings stealing) {
        return new RunSpec(
                run,
                List.of(
                        new InputFile(new DataPath("in", "a b/ö.fa"), "ö", 12),
                        new InputFile(new DataPath("in", "c"), "c", 0)),
                new DataPath("out", ""),
                300,
                "cpu",
                "sha",
                new StealSettings(
                        stealing.enabled(),
                        Duration.ofMillis(2500),
                        StealSettings.Rule.THRESHOLD,
                        new ImbalanceThreshold(4, 3, 2),
                        StealSettings.Victims.RANDOM,
                        new StealMargin(Duration.ofMillis(70), 0.125)));
    }
}
