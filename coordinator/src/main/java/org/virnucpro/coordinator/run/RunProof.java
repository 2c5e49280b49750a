package org.virnucpro.coordinator.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.merge.MergedPart;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * That nothing was lost or counted twice. The records and open frames are counted when the inputs are read again, beside the
 * rows of the parts: what went in against what came out.
 *
 * @param recordsIn records in the inputs
 * @param recordsWithRows records of which every open frame has its row
 * @param recordsWithoutFrame records that have none to score
 * @param recordsFailed records in failed.tsv
 * @param framesIn open frames in the inputs
 * @param framesFailed open frames of records in failed.tsv
 * @param rowsOut rows in all tables
 * @param tasks in the plan
 * @param parts whose rows are in the tables
 * @param partsReused of them: computed at an earlier time of the run, not again
 */
public record RunProof(
        long recordsIn,
        long recordsWithRows,
        long recordsWithoutFrame,
        long recordsFailed,
        long framesIn,
        long framesFailed,
        long rowsOut,
        long tasks,
        long parts,
        long partsReused) {

    /**
     * The proof of merged results.
     *
     * @param reused tasks that were done by parts from before a stop
     *
     * @throws RunFailedException when the numbers do not add up
     */
    static RunProof of(RunPlan plan, MergedResults merged, Set<TaskId> reused) {
        RunProof proof = new RunProof(
                merged.records(),
                merged.recordsWithRows(),
                merged.recordsWithoutFrame(),
                merged.failed(),
                merged.frames(),
                merged.framesFailed(),
                merged.rows(),
                plan.tasks().size(),
                merged.parts().size(),
                merged.parts().stream()
                        .filter(part -> reused.contains(part.task()))
                        .count());
        long rowsOfParts = merged.parts().stream().mapToLong(MergedPart::rows).sum();
        if (!proof.addsUp()
                || rowsOfParts != merged.rows()
                || plan.work().records() != merged.records()
                || plan.work().frames() != merged.frames()) {
            throw new RunFailedException(
                    ExitCodes.INTERNAL,
                    "the numbers of this run do not add up, so nothing was published: planned "
                            + plan.work().records() + " records and "
                            + plan.work().frames() + " open frames, found "
                            + proof + ", rows of the parts " + rowsOfParts + "; please report this");
        }
        return proof;
    }

    /** Whether what came out accounts for what went in. */
    public boolean addsUp() {
        return recordsIn == recordsWithRows + recordsWithoutFrame + recordsFailed
                && framesIn == rowsOut + framesFailed
                && parts <= tasks
                && partsReused <= parts;
    }

    /** For run.json. */
    Map<String, Object> describe() {
        Map<String, Object> proof = new LinkedHashMap<>();
        proof.put("records_in", recordsIn);
        proof.put("records_with_rows", recordsWithRows);
        proof.put("records_without_open_frame", recordsWithoutFrame);
        proof.put("records_failed", recordsFailed);
        proof.put("frames_in", framesIn);
        proof.put("frames_of_failed_records", framesFailed);
        proof.put("rows_out", rowsOut);
        proof.put("tasks", tasks);
        proof.put("parts", parts);
        proof.put("parts_reused", partsReused);
        return proof;
    }

    /** For people, one line. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "proof: %,d records in = %,d with rows + %,d without an open frame + %,d failed; %,d open frames in = %,d"
                        + " rows out%s; %,d parts%s",
                recordsIn,
                recordsWithRows,
                recordsWithoutFrame,
                recordsFailed,
                framesIn,
                rowsOut,
                framesFailed == 0 ? "" : String.format(Locale.ROOT, " + %,d of failed records", framesFailed),
                parts,
                partsReused == 0 ? "" : String.format(Locale.ROOT, ", %,d of them from before the stop", partsReused));
    }
}
