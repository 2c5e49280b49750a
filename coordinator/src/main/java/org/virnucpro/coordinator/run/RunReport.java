package org.virnucpro.coordinator.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.coordinator.plan.FailedRecord;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * How a run ended.
 *
 * @param plan what was to be done
 * @param view the queues at the end: who did what
 * @param filesDone inputs by the worker that completed their last shard
 * @param failed records without a result
 * @param outputs published files
 * @param exitCode of {@link org.virnucpro.common.cli.ExitCodes}
 */
public record RunReport(
        RunPlan plan,
        QueueView view,
        Map<String, Long> filesDone,
        List<FailedRecord> failed,
        List<Path> outputs,
        int exitCode) {}
