package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.device.TelemetrySource;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.service.ServiceState;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;

/** An engine that never comes back, in a worker whose heartbeats go on. */
@ExtendWith(RedisExtension.class)
final class HungEngineRedisTest {

    @TempDir
    Path folder;

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();

    @Test
    void its_task_is_given_back_with_the_reason_and_the_process_ends(TestRedis redis) throws Exception {
        LoopFixture fixture = new LoopFixture(redis, folder);
        LoopFixture.OpenRun run =
                fixture.openRun(LoopFixture.SELF, StealSettings.OFF, "synthetic", Duration.ofMillis(600));
        WorkerRecord self = new WorkerRecord(
                LoopFixture.SELF, LoopFixture.FIRST, "host", "device", "synthetic", 1, Map.of(), false, Instant.EPOCH);
        AtomicBoolean first = new AtomicBoolean(true);
        WorkerLoop[] loop = new WorkerLoop[1];
        Runnable endProcess = () -> {
            assertThat(ended.getAndSet(true)).as("ended before").isFalse();
            assertThat(loop[0].life().isMoving())
                    .as("its supervisor hears no progress")
                    .isFalse();
            assertThat(loop[0].life().words()).startsWith("task ");
            assertThat(run.counts().leased()).isZero();
            assertThat(run.counts().pending()).isEqualTo(14);
            assertThat(run.counts().requeues()).isEqualTo(1);
            assertThat(run.queues().observe().queues())
                    .allMatch(queue -> queue.membership() == QueueView.Membership.DEPARTED);
            loop[0].requestDrain();
            released.countDown();
        };
        loop[0] = new WorkerLoop(
                self,
                fixture.registry.port(),
                DataRoots.of(Map.of("data", folder)),
                new Hanging(first),
                LoopTiming.real(Duration.ZERO),
                new WorkerLoop.WhenHung(new StallLimit(Optional.of(Duration.ofSeconds(1))), endProcess),
                new WorkerLoop.Observers(TelemetrySource.NONE, TaskListener.NONE));
        assertThat(loop[0].life().phase()).isEqualTo(ServiceState.Phase.STARTING);
        assertThat(loop[0].life().words()).isEqualTo("joining the cluster");
        loop[0].run();

        assertThat(loop[0].life().phase()).isEqualTo(ServiceState.Phase.STOPPING);
        assertThat(ended).isTrue();
        assertThat(run.queues().events("", 100))
                .filteredOn(event -> event.reason().contains("the engine hangs: nothing has moved for 1 s"))
                .hasSize(1);
    }

    /** Hangs until the process "ends". */
    private final class Hanging implements ShardPredictor {

        private final AtomicBoolean first;

        Hanging(AtomicBoolean first) {
            this.first = first;
        }

        @Override
        public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) {
            assertThat(first.getAndSet(false)).as("the only task").isTrue();
            sink.computing();
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException ignored) {
                    interrupted = true; // as deaf as native code
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            cancellation.check();
            throw new IllegalStateException("not cancelled");
        }

        @Override
        public void close() {}
    }
}
