package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

final class TaskElementTest {

    private static final Task TASK = new Task(
            new TaskId(7),
            2,
            999_999_999_999L,
            new WorkerId("host:GPU-1.a_b"),
            new Shard(3, 10, 1L << 40, 5, 6, 70, 4, ChunkRange.ALL));

    @Test
    void a_task_becomes_one_line_and_a_task_again() {
        String element = TaskElement.encode(TASK);
        assertThat(element).isEqualTo("7 2 999999999999 70 0 4 host:GPU-1.a_b 3 10 1099511627776 5 6 70");
        assertThat(TaskElement.decode(element)).isEqualTo(TASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7 2 9 70 0 4 w 3 10 20 5 6",
                "7 2 9 70 0 4 w 3 10 20 5 6 70 8",
                "7 2 9 70 1 4 w 3 10 20 5 6 70",
                "7 2 9 71 0 4 w 3 10 20 5 6 70",
                "07 2 9 70 0 4 w 3 10 20 5 6 70",
                "-7 2 9 70 0 4 w 3 10 20 5 6 70",
                "7 0 9 70 0 4 w 3 10 20 5 6 70",
                "7 2 9 70 0 4 w! 3 10 20 5 6 70",
                "7 2 9 70 0 4 w 3 30 20 5 6 70",
                "9999999999 2 9 70 0 4 w 3 10 20 5 6 70",
                "7 2 9 70 0 4 w 3 10 9999999999999999999 5 6 70",
                "7 2 9 70 0 4 w 3 10 20 5 6 70\n",
                "7 2 9 70 0 w 3 10 20 5 6 70",
                "7 2 9 70 0 4 w 3 10 20 5 1 70 5 5",
                "7 2 9 70 0 4 w 3 10 20 5 2 70 0 5",
                "7 2 9 70 0 1000000000000 w 3 10 20 5 6 70"
            })
    void anything_else_is_refused(String element) {
        assertThatThrownBy(() -> TaskElement.decode(element))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("cannot read");
    }

    @Test
    void a_piece_of_a_record_names_its_chunks() {
        Shard piece = new Shard(3, 10, 90, 5, 0, 70, 1_000_000, new ChunkRange(12, 34));
        Task task = new Task(new TaskId(7), 1, 9, new WorkerId("w"), piece);
        assertThat(TaskElement.encode(task)).isEqualTo("7 1 9 70 0 1000000 w 3 10 90 5 0 70 12 34");
        assertThat(TaskElement.decode(TaskElement.encode(task))).isEqualTo(task);
    }

    @Test
    void more_sequences_than_the_broker_counts_are_refused() {
        Task huge = new Task(new TaskId(0), 1, 1, new WorkerId("w"), new Shard(0, 0, 1, 1, 1, 1_000_000_000_000L));
        assertThatThrownBy(() -> TaskElement.encode(huge)).isInstanceOf(IllegalArgumentException.class);
    }
}
