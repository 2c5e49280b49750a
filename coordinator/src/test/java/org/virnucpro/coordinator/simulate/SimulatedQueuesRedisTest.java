package org.virnucpro.coordinator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** The simulator's queues and the scripts in Redis give the same task to the same request. */
@ExtendWith(RedisExtension.class)
final class SimulatedQueuesRedisTest {

    private static final Incarnation ONE = new Incarnation("one");
    private static final int WORKERS = 4;
    private static final int TASKS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_requests_get_the_same_answers_from_both(long seed, TestRedis redis) {
        SplittableRandom random = new SplittableRandom(seed);
        List<WorkerId> names = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            names.add(new WorkerId("w" + worker));
        }
        long[] costs = random.longs(TASKS, 1, 1_000).toArray();
        long[] longest = random.longs(TASKS, 1, 100).toArray();
        long[] holds = {Long.MAX_VALUE, 90, 60, 30};
        SimulatedQueues simulated = new SimulatedQueues(costs, longest, names, new double[] {1, 1, 2, 3}, holds);
        SharedWorkQueues real = redis.connection().queues(redis.freshRun());
        real.open(RunSettings.of(TASKS));
        List<Task> tasks = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            WorkerId home = names.get(random.nextInt(random.nextInt(WORKERS) + 1));
            tasks.add(new Task(new TaskId(task), 1, costs[task], home, shard(longest[task])));
            simulated.submit(task, home);
        }
        real.submit(tasks);
        for (int worker = 0; worker < WORKERS - 1; worker++) { // the last one comes later
            real.join(names.get(worker), ONE, 1, holds[worker]);
            simulated.join(worker);
        }
        int stolen = 0;
        int reclaimed = 0;
        int refused = 0;
        for (int step = 0; step < 1_500; step++) {
            if (step == 200) {
                real.join(names.get(WORKERS - 1), ONE, 1, holds[WORKERS - 1]);
                simulated.join(WORKERS - 1);
            }
            int worker = random.nextInt(step < 200 ? WORKERS - 1 : WORKERS);
            TakeRequest request = request(names, worker, random);
            TakeOutcome answer = real.take(request);
            Optional<SimulatedQueues.Taken> predicted = simulated.take(request, step);
            if (answer instanceof TakeOutcome.Leased leased) {
                assertThat(predicted)
                        .contains(new SimulatedQueues.Taken(leased.task().id().index(), leased.origin()));
                assertThat(leased.task().longestRecord()).isLessThanOrEqualTo(holds[worker]);
                reclaimed += leased.origin() == TakeOutcome.Origin.RETRY ? 1 : 0;
                real.complete(leased.task().id(), leased.token(), names.get(worker));
                simulated.complete(worker, step);
                stolen += leased.origin() == TakeOutcome.Origin.STOLEN ? 1 : 0;
            } else {
                assertThat(predicted).isEmpty();
                refused++;
            }
        }
        assertThat(stolen).isGreaterThan(20);
        assertThat(refused).isGreaterThan(20);
        assertThat(reclaimed).as("taken after they were set aside").isGreaterThan(5);
        assertThat(depths(simulated.observe(0))).isEqualTo(depths(real.observe()));
        assertThat(simulated.steals()).isEqualTo(real.observe().counts().steals());
    }

    private static Shard shard(long longestRecord) {
        return new Shard(0, 0, 10, 1, 1, 1, longestRecord, ChunkRange.ALL);
    }

    private static TakeRequest request(List<WorkerId> names, int worker, SplittableRandom random) {
        List<TakeSource> sources = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            sources.add(new TakeSource.RetryList());
        }
        if (random.nextInt(4) == 0) {
            sources.add(new TakeSource.OwnQueue());
        }
        for (int other = 0; other < WORKERS; other++) {
            if (other != worker && random.nextBoolean()) {
                long most = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextLong(700);
                sources.add(new TakeSource.Steal(names.get(other), most, random.nextInt(4), random.nextLong(3_000)));
            }
        }
        Optional<ImbalanceThreshold> threshold = random.nextBoolean()
                ? Optional.of(new ImbalanceThreshold(1 + random.nextInt(60), 2, 1 + random.nextInt(60)))
                : Optional.empty();
        return new TakeRequest(names.get(worker), ONE, sources, names, threshold);
    }

    private static Map<String, Long> depths(QueueView view) {
        Map<String, Long> depths = new HashMap<>();
        for (QueueView.Queue queue : view.queues()) {
            depths.put(queue.worker() + " depth", queue.depth());
            depths.put(queue.worker() + " cost", queue.queuedCostMillis());
            depths.put(queue.worker() + " head", queue.headCostMillis());
            depths.put(queue.worker() + " stolen", queue.done().stolen());
            depths.put(queue.worker() + " holds", queue.room().holds());
            depths.put(queue.worker() + " needed", queue.room().needed());
        }
        depths.put("shared", view.retryDepth());
        return depths;
    }
}
