package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
final class ConcurrentDrainRedisTest {

    private static final int TASKS = 2000;
    private static final List<String> WORKERS = List.of("a", "b", "c", "d");

    @Test
    void four_thieves_do_every_task_exactly_once(TestRedis redis) throws Exception {
        TestRun run = TestRun.opened(redis, TASKS);
        // Nearly everything is planned for one worker, so that the others live on theft.
        List<Task> tasks = IntStream.range(0, TASKS)
                .mapToObj(i -> task(i, i % 10 == 0 ? WORKERS.get(i / 10 % 4) : "a", i % 7))
                .toList();
        run.queues.submit(tasks);
        run.join("a", "b", "c", "d");
        Map<TaskId, WorkerId> doneBy = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS.size());
        try {
            List<Callable<Integer>> loops = new ArrayList<>();
            WORKERS.forEach(name -> loops.add(() -> drain(run, name, doneBy)));
            int done = 0;
            for (Future<Integer> loop : threads.invokeAll(loops)) {
                done += loop.get();
            }
            assertThat(done).isEqualTo(TASKS);
        } finally {
            threads.shutdownNow();
        }

        QueueView view = run.queues.observe();
        assertThat(view.counts().isOver()).isTrue();
        assertThat(view.counts().steals()).isPositive();
        assertThat(doneBy).hasSize(TASKS);
        assertThat(run.queues.winners()).hasSize(TASKS);
        assertThat(view.queues().stream()
                        .mapToLong(queue -> queue.done().sequences())
                        .sum())
                .isEqualTo(TASKS * TestRun.SEQUENCES);
        run.snapshot();
    }

    private static int drain(TestRun run, String name, Map<TaskId, WorkerId> doneBy) {
        List<TakeSource> sources = new ArrayList<>(List.of(RETRY, OWN));
        WORKERS.stream()
                .filter(other -> !other.equals(name))
                .map(TestRun::steal)
                .forEach(sources::add);
        int done = 0;
        while (run.take(name, sources.toArray(TakeSource[]::new)) instanceof TakeOutcome.Leased leased) {
            Task task = leased.task();
            assertThat(run.queues.complete(task.id(), leased.token(), worker(name)))
                    .isEqualTo(CompleteOutcome.RECORDED);
            assertThat(doneBy.put(task.id(), worker(name))).isNull();
            done++;
        }
        return done;
    }
}
