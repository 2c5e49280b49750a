package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.balance.ThroughputLog;
import org.virnucpro.coordinator.balance.WorkStealingCoordinator;
import org.virnucpro.coordinator.plan.RunPlan;

/** The coordinator of a storm: polls like any other, over the same bad network as the workers. */
final class CoordinatorThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorThread.class);
    private static final long POLL_MILLIS = 500;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    CoordinatorThread(RedisAddress broker, RunSpec spec, RunPlan plan, StormSettings settings, Path folder) {
        thread = new Thread(() -> poll(broker, spec, plan, settings, folder), "storm-coordinator");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    private void poll(RedisAddress broker, RunSpec spec, RunPlan plan, StormSettings settings, Path folder) {
        while (stop.getCount() > 0) {
            try (RedisConnection connection = RedisConnection.open(broker);
                    EventLog events = new EventLog(folder.resolve("events.jsonl"));
                    ThroughputLog throughput = new ThroughputLog(folder.resolve("throughput.tsv"))) {
                WorkStealingCoordinator coordinator = new WorkStealingCoordinator(
                        connection.registry(),
                        spec,
                        () -> plan,
                        events,
                        throughput,
                        new WorkStealingCoordinator.Patience(settings.lease(), settings.patience()));
                while (!stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    coordinator.poll();
                }
            } catch (BrokerException silence) {
                LOG.info("the coordinator starts anew: {}", silence.getMessage());
            } catch (IOException failure) {
                LOG.error("the coordinator cannot write in {}", folder, failure);
                return;
            } catch (InterruptedException end) {
                return;
            }
        }
    }
}
