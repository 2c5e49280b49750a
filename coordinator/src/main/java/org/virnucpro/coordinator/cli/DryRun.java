package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.Machine;
import org.virnucpro.coordinator.cost.Fleet;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunEstimate;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.RunPlanner;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.terminal.EstimateText;

/**
 * What a prediction would take: the inputs are read and planned as for a run, and nothing is started.
 *
 * @param workers whom the plan is for
 * @param modelBytes size of the files of the models; 0 when there are none
 */
record DryRun(Prediction prediction, List<WorkerSpeed> workers, long modelBytes) {

    /** Prints the estimate. */
    int run(boolean json) {
        Map<String, Path> folders = new LinkedHashMap<>();
        prediction.inputs().folders().forEach(folder -> folders.put("in" + folders.size(), folder));
        folders.put("out", prediction.output());
        DataRoots roots = DataRoots.of(folders);
        RunSpec spec = prediction.spec(roots);
        Fleet fleet = fleet(spec);
        RunPlan plan = plan(spec, roots, fleet);
        RunEstimate estimate = RunEstimate.of(plan, fleet.workers());
        OptionalDouble makespan =
                isKnown(fleet) ? OptionalDouble.of(estimate.makespanSeconds()) : OptionalDouble.empty();
        if (json) {
            prediction.out().println(JsonOutput.line(described(plan, estimate, makespan)));
        } else {
            EstimateText.lines(plan, estimate, fleet.workers().size(), makespan, modelBytes)
                    .forEach(prediction.out()::println);
        }
        prediction.out().flush();
        return ExitCodes.OK;
    }

    /** What earlier runs have measured on this processor, else the published costs. */
    private Fleet fleet(RunSpec spec) {
        Optional<String> processor =
                spec.engine().equals("cpu") ? Optional.of(Machine.local().processor()) : Optional.empty();
        return new RunCosts(spec, prediction.costFile(), worker -> processor).fleet(workers);
    }

    /** The published costs are of graphics cards: they say nothing about processors. */
    private boolean isKnown(Fleet fleet) {
        return !prediction.engine().equals("cpu") || !fleet.costs().equals(CostModel.PUBLISHED);
    }

    private static RunPlan plan(RunSpec spec, DataRoots roots, Fleet fleet) {
        try {
            RunPlan plan =
                    new RunPlanner(fleet.costs()).plan(spec, input -> roots.resolve(input.path()), fleet.workers());
            plan.requireRecords();
            return plan;
        } catch (InputException unreadable) {
            throw new CommandException(
                    unreadable.isOfContent() ? ExitCodes.BAD_INPUT : ExitCodes.NO_INPUT,
                    unreadable.getMessage(),
                    unreadable);
        }
    }

    private Map<String, Object> described(RunPlan plan, RunEstimate estimate, OptionalDouble makespan) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("inputs", plan.inputs().size());
        described.put(
                "inputs_refused",
                plan.faultyInputs().stream().map(PlannedInput::name).toList());
        described.put("sequences", estimate.work().records());
        described.put("sequences_rejected", rejected(plan));
        described.put("bases", estimate.work().bases());
        described.put("chunks", estimate.work().chunks());
        described.put("frames", estimate.work().frames());
        described.put("esm2_tokens", estimate.esmTokens());
        described.put("dnabert_tokens_estimated", estimate.dnabertTokens());
        described.put("tasks", estimate.tasks());
        described.put("model_file_bytes", modelBytes);
        Map<String, Object> devices = new LinkedHashMap<>();
        EstimateText.secondsByDevice(estimate)
                .forEach((name, seconds) -> devices.put(name, BalanceReport.seconds(1000 * seconds)));
        described.put("estimated_seconds_by_device", devices);
        described.put("workers", workers.size());
        described.put(
                "estimated_seconds_of_workers",
                makespan.isPresent() ? BalanceReport.seconds(1000 * makespan.getAsDouble()) : null);
        described.put("estimate_relative_error", CostModel.ERROR);
        described.put("estimate_from", EstimateText.SOURCE);
        return described;
    }

    private static long rejected(RunPlan plan) {
        return plan.inputs().stream().mapToLong(input -> input.rejected()).sum();
    }
}
