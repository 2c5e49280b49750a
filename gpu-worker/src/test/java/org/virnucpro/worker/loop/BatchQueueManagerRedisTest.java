package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.ThresholdPolicy;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
class BatchQueueManagerRedisTest {

    private static final WorkerId SELF = new WorkerId("self");
    private static final WorkerId OTHER = new WorkerId("other");
    private static final Incarnation FIRST = new Incarnation("i1");

    private SharedWorkQueues queues;
    private final List<TakeRequest> requests = new ArrayList<>();
    private final List<String> observations = new ArrayList<>();

    @BeforeEach
    void open_a_run_of_two_workers(TestRedis redis) {
        queues = redis.connection().queues(redis.freshRun());
        queues.open(RunSettings.of(300));
        queues.join(SELF, FIRST);
        queues.join(OTHER, FIRST);
    }

    @Test
    void the_retry_list_comes_before_the_own_queue() {
        submit(SELF, 0, 1);
        TakeOutcome.Leased returned = leased(manager().next());
        queues.fail(returned.task().id(), returned.token(), "again", FailKind.BURN);

        assertThat(leased(manager().next()).origin()).isEqualTo(Origin.RETRY);
        finishHeld();
        assertThat(leased(manager().next()).origin()).isEqualTo(Origin.OWN);
    }

    @Test
    void queues_are_not_looked_at_while_there_is_own_work() {
        submit(SELF, 0);
        submit(OTHER, 1, 2, 3, 4);

        manager().stealing(new ThresholdPolicy(ImbalanceThreshold.DEFAULT)).next();

        assertThat(observations).isEmpty();
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.sources())
                        .containsExactly(new TakeSource.RetryList(), new TakeSource.OwnQueue()));
    }

    @Test
    void stealing_is_off_unless_it_is_asked_for() {
        submit(OTHER, 0, 1, 2, 3);

        assertThat(manager().next()).isInstanceOf(TakeOutcome.Empty.class);
        assertThat(queues.observe().counts().leased()).isZero();
    }

    @Test
    void stealing_takes_the_head_of_a_long_queue_and_leaves_a_short_one() {
        submit(OTHER, 0, 1, 2);
        BatchQueueManager thief = manager().stealing(new ThresholdPolicy(ImbalanceThreshold.DEFAULT));

        TakeOutcome.Leased stolen = leased(thief.next());
        assertThat(stolen.origin()).isEqualTo(Origin.STOLEN);
        assertThat(stolen.task().id()).isEqualTo(new TaskId(0));
        finishHeld();
        assertThat(thief.next()).isInstanceOf(TakeOutcome.Empty.class);
        assertThat(queues.observe().counts().pending()).isEqualTo(2);
    }

    @Test
    void the_queue_of_a_departed_worker_is_emptied_without_stealing() {
        submit(OTHER, 0);
        assertThat(manager().next()).isInstanceOf(TakeOutcome.Empty.class);
        queues.leave(OTHER, FIRST);

        assertThat(leased(manager().next()).origin()).isEqualTo(Origin.DEPARTED);
    }

    @Test
    void departed_queues_come_before_victims() {
        WorkerId gone = new WorkerId("zz-gone");
        queues.join(gone, FIRST);
        submit(OTHER, 0, 1, 2, 3);
        submit(gone, 4);
        queues.leave(gone, FIRST);

        TakeOutcome.Leased first = leased(manager()
                .stealing(new ThresholdPolicy(ImbalanceThreshold.DEFAULT))
                .next());
        assertThat(first.origin()).isEqualTo(Origin.DEPARTED);
        assertThat(first.task().id()).isEqualTo(new TaskId(4));
    }

    @Test
    void a_mass_cancellation_is_walked_through_in_one_call() {
        submit(SELF, IntStream.range(0, 251).toArray());
        queues.cancel(IntStream.range(0, 250).mapToObj(TaskId::new).toList());

        assertThat(leased(manager().next()).task().id()).isEqualTo(new TaskId(250));
        assertThat(requests).hasSize(2);
    }

    @Test
    void a_paused_run_and_a_fenced_worker_are_told_apart() {
        submit(SELF, 0);
        queues.changeState(RunState.PAUSED);
        assertThat(manager().next()).isEqualTo(new TakeOutcome.NotOpen(RunState.PAUSED));
        queues.changeState(RunState.OPEN);
        queues.declareLost(SELF, FIRST);
        assertThat(manager().next()).isEqualTo(new TakeOutcome.Fenced());
    }

    private BatchQueueManager manager() {
        SharedWorkQueues recorded = Intercepted.queues(queues, (method, arguments) -> {
            if (method.equals("take")) {
                requests.add((TakeRequest) arguments[0]);
            } else if (method.equals("observe")) {
                observations.add(method);
            }
        });
        return new BatchQueueManager(recorded, SELF, FIRST);
    }

    private void submit(WorkerId home, int... ids) {
        List<Task> tasks = new ArrayList<>();
        for (int id : ids) {
            tasks.add(new Task(new TaskId(id), 1, 1000, home, new Shard(0, 0, 10, 1, 1, 1)));
        }
        queues.submit(tasks);
    }

    private void finishHeld() {
        TakeOutcome.Leased held = leased(manager().next());
        assertThat(held.origin()).isEqualTo(Origin.AGAIN);
        queues.complete(held.task().id(), held.token(), SELF);
    }

    private static TakeOutcome.Leased leased(TakeOutcome outcome) {
        assertThat(outcome).isInstanceOf(TakeOutcome.Leased.class);
        return (TakeOutcome.Leased) outcome;
    }
}
