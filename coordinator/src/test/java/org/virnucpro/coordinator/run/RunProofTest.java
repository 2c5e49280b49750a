package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.merge.MergedPart;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Four records with ten open frames in two tasks: one record has none, one with three has failed. */
final class RunProofTest {

    private static final RunPlan PLAN = new RunPlan(
            List.of(new PlannedInput("x.fa", "x", 0, 2, new Work(4, 100, 9, 10, 0, 0, 0), 0, 0, null)),
            List.of(task(0), task(1)),
            List.of(Work.NONE, Work.NONE));

    @Test
    void what_adds_up_is_said_in_one_line() {
        RunProof proof = RunProof.of(PLAN, merged(7, 4, 2, 10, 7), Set.of(new TaskId(0), new TaskId(1)));
        assertThat(proof.sentence())
                .isEqualTo(
                        "proof: 4 records in = 2 with rows + 1 without an open frame + 1 failed;"
                                + " 10 open frames in = 7 rows out + 3 of failed records; 1 parts, 1 of them from before the stop");
        assertThat(proof.describe())
                .containsEntry("records_in", 4L)
                .containsEntry("rows_out", 7L)
                .containsEntry("parts_reused", 1L);
    }

    @Test
    void a_lost_or_doubled_row_record_or_frame_stops_the_run() {
        for (MergedResults wrong : List.of(
                merged(6, 4, 2, 10, 6),
                merged(8, 4, 2, 10, 8),
                merged(7, 3, 2, 10, 7),
                merged(7, 4, 1, 10, 7),
                merged(7, 4, 2, 11, 7),
                merged(7, 4, 2, 10, 6))) {
            assertThatThrownBy(() -> RunProof.of(PLAN, wrong, Set.of()))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("nothing was published");
        }
    }

    private static MergedResults merged(long rows, long records, long withRows, long frames, long partRows) {
        return new MergedResults(
                rows,
                records,
                withRows,
                1,
                1,
                frames,
                3,
                1,
                List.of(new MergedPart(new TaskId(0), new FencingToken(5), "w", "d", partRows, "ab")));
    }

    private static Task task(int id) {
        return new Task(new TaskId(id), 1, 1, new WorkerId("w"), new Shard(0, 0, 1, 1, 2, 5));
    }
}
