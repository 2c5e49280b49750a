package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** One run from its first task to its last. */
@ExtendWith(RedisExtension.class)
final class RedisSharedWorkQueuesTest {

    private static final WorkerId A = new WorkerId("a");
    private static final WorkerId B = new WorkerId("b");
    private static final Incarnation ONE = new Incarnation("one");

    private SharedWorkQueues queues;

    @BeforeEach
    void openRun(TestRedis redis) {
        queues = redis.connection().queues(redis.freshRun());
    }

    @Test
    void a_run_goes_from_its_first_task_to_its_last() {
        queues.open(new RunSettings(3, Duration.ofSeconds(30), 3));
        List<Task> tasks =
                IntStream.range(0, 3).mapToObj(i -> task(i, A, 100 - i)).toList();

        assertThat(queues.submit(tasks)).isEqualTo(3);
        assertThat(queues.submit(tasks)).isZero();
        queues.join(A, ONE);
        for (Task task : tasks) {
            TakeOutcome.Leased leased =
                    (TakeOutcome.Leased) take(A, new TakeSource.RetryList(), new TakeSource.OwnQueue());
            assertThat(leased.task()).isEqualTo(task);
            assertThat(leased.origin()).isEqualTo(TakeOutcome.Origin.OWN);
            QueueView during = queues.observe();
            assertThat(during.leases()).singleElement().satisfies(lease -> {
                assertThat(lease.task()).isEqualTo(task.id());
                assertThat(lease.worker()).isEqualTo(A);
                assertThat(lease.deadline()).isAfter(during.time());
            });
            assertThat(queues.complete(task.id(), leased.token(), A)).isEqualTo(CompleteOutcome.RECORDED);
            assertThat(queues.winners()).containsEntry(task.id(), leased.token());
        }

        QueueView view = queues.observe();
        List<QueueEvent> events = queues.events("", 100);
        assertThat(view.state()).isEqualTo(RunState.OPEN);
        assertThat(view.counts().isOver()).isTrue();
        assertThat(view.queues())
                .containsExactly(new QueueView.Queue(
                        A,
                        QueueView.Membership.MEMBER,
                        1,
                        0,
                        0,
                        0,
                        new QueueView.Done(3, 30, 297, busy(events), 0, 0)));
        assertThat(queues.members()).isEqualTo(Map.of(A, ONE));
        assertThat(events)
                .extracting(QueueEvent::type)
                .containsExactly(
                        QueueEvent.Type.JOIN, QueueEvent.Type.DONE, QueueEvent.Type.DONE, QueueEvent.Type.DONE);
        assertThat(queues.events(events.get(1).id(), 1)).containsExactly(events.get(2));
        assertThat(events.get(1).sequences()).isEqualTo(10);
    }

    @Test
    void a_thief_takes_from_the_head_of_its_victim() {
        queues.open(RunSettings.of(1));
        queues.submit(List.of(task(0, A, 5)));
        queues.join(B, ONE);

        TakeOutcome.Leased leased = (TakeOutcome.Leased) take(B, TakeSource.Steal.anyFrom(A));

        assertThat(leased.origin()).isEqualTo(TakeOutcome.Origin.STOLEN);
        assertThat(queues.events("", 10)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(QueueEvent.Type.STEAL);
            assertThat(event.task()).contains(new TaskId(0));
            assertThat(event.source()).isEqualTo("a");
            assertThat(event.destination()).isEqualTo("b");
        });
    }

    private static long busy(List<QueueEvent> events) {
        return events.stream().mapToLong(QueueEvent::elapsedMillis).sum();
    }

    private TakeOutcome take(WorkerId worker, TakeSource... sources) {
        return queues.take(new TakeRequest(worker, ONE, List.of(sources), List.of(A, B), Optional.empty()));
    }

    private static Task task(int id, WorkerId home, long cost) {
        return new Task(new TaskId(id), 1, cost, home, new Shard(0, 0, 10, 1, 2, 10));
    }
}
