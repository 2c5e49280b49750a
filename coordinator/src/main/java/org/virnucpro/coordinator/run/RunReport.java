package org.virnucpro.coordinator.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * How a run ended.
 *
 * @param plan what was to be done
 * @param view the queues at the end: who did what
 * @param filesDone inputs by the worker that completed their last shard
 * @param merged what the results hold
 * @param proof that nothing was lost or counted twice
 * @param outputs published files
 * @param exitCode of {@link org.virnucpro.common.cli.ExitCodes}
 */
public record RunReport(
        RunPlan plan,
        QueueView view,
        Map<String, Long> filesDone,
        MergedResults merged,
        RunProof proof,
        List<Path> outputs,
        int exitCode) {

    /** The answer in one sentence. */
    public static String answer(long virusRecords, long records) {
        return virusRecords == 0
                ? String.format(Locale.ROOT, "no virus found: none of %,d records is called virus", records)
                : String.format(Locale.ROOT, "%,d of %,d records are called virus", virusRecords, records);
    }
}
