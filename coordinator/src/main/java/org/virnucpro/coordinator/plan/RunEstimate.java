package org.virnucpro.coordinator.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/**
 * What a plan will ask for. Counts are exact but for the tokens of DNABERT; times are predictions of a {@link CostModel}.
 *
 * @param work counted
 * @param tasks how many
 * @param esmTokens residues, and two special tokens per frame
 * @param dnabertTokens from the bases, see {@link #BASES_PER_TOKEN}, and two special tokens per frame
 * @param publishedSeconds of all tasks one after the other on a worker of weight 1, by {@link CostModel#PUBLISHED}
 * @param makespanSeconds of the workers of the plan, by its costs and its placement, before any stealing
 */
public record RunEstimate(
        Work work, int tasks, long esmTokens, long dnabertTokens, double publishedSeconds, double makespanSeconds) {

    /** 500 bases are about 105 tokens of DNABERT-S without the special ones (measured on its own tokenizer). */
    public static final double BASES_PER_TOKEN = 500.0 / 105;

    /** Of a plan for these workers. */
    public static RunEstimate of(RunPlan plan, List<WorkerSpeed> workers) {
        Work work = plan.work();
        Map<WorkerId, Double> busy = new LinkedHashMap<>();
        for (Task task : plan.tasks()) {
            busy.merge(task.home(), task.costMillis() / 1000.0, Double::sum);
        }
        double makespan = workers.stream()
                .mapToDouble(worker -> busy.getOrDefault(worker.worker(), 0.0) / worker.weight())
                .max()
                .orElse(0);
        return new RunEstimate(
                work,
                plan.tasks().size(),
                work.residues() + 2 * work.frames(),
                Math.round(work.frameBases() / BASES_PER_TOKEN) + 2 * work.frames(),
                CostModel.PUBLISHED.seconds(work)
                        + CostModel.PUBLISHED.secondsPerTask()
                                * Math.max(0, plan.tasks().size() - 1),
                makespan);
    }
}
