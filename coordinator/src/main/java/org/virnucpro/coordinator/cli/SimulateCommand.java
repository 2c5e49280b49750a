package org.virnucpro.coordinator.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Simulation;
import org.virnucpro.coordinator.simulate.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro simulate}: how long a run would take, without running it. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Simulates a run under a virtual clock with the placement and the policies of real runs.",
        footer = {
            "",
            "Examples:",
            "  virnucpro simulate --workers 1x4,1.5x2,3x2 --tasks lognormal:32:5m:1 --policy adaptive --noise 25",
            "  virnucpro simulate --workers 1x6,3x2:weight=1 --tasks file:costs.txt --cut --json",
            "  virnucpro simulate --workers 1x7,3:drop=0.15@2m,2:join=60s,1:lost=90s --tasks lognormal:96:5m:1"
        })
public final class SimulateCommand implements Subcommand {

    @Option(
            names = "--workers",
            required = true,
            paramLabel = "SPEC",
            converter = WorkersOption.class,
            description = "Groups SPEED[xCOUNT], each with settings :weight=W :join=TIME :leave=TIME"
                    + " :lost=TIME :lease=TIME :drop=FACTOR@TIME.")
    private List<SimulatedWorker> workers = List.of();

    @Option(
            names = "--tasks",
            required = true,
            paramLabel = "SPEC",
            description = "lognormal:COUNT:MEAN:SIGMA, uniform:COUNT:FROM:TO, equal:COUNT:TIME, or file:PATH with"
                    + " seconds, one per line.")
    private String tasks = "";

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all that is drawn. Default: 1.")
    private long seed;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "1",
            description = "Simulate with so many seeds, from --seed on, a line for each. Default: ${DEFAULT-VALUE}.")
    private int draws;

    @Option(
            names = "--noise",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Standard error of the predicted costs. Default: 0.")
    private double noise;

    @Option(names = "--cut", description = "Cut the files into shards.")
    private boolean cut;

    @Mixin
    private ShardOptions shards = new ShardOptions();

    @Option(
            names = "--steal-cost",
            paramLabel = "TIME",
            defaultValue = "5ms",
            converter = DurationOption.class,
            description = "What a steal takes. Default: ${DEFAULT-VALUE}.")
    private Duration stealCost = Duration.ofMillis(5);

    @Option(
            names = "--task-cost",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = DurationOption.class,
            description = "What passes between two tasks of a worker. Default: ${DEFAULT-VALUE}.")
    private Duration taskCost = Duration.ZERO;

    @Option(
            names = "--look-cost",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = DurationOption.class,
            description = "Time between a thief's look at the queues and its try: what it saw is that old. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration lookCost = Duration.ZERO;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (draws < 1) {
            throw new CommandException(ExitCodes.USAGE, "--draws " + draws + ": at least 1");
        }
        try {
            for (int draw = 0; draw < draws; draw++) {
                long[] costs = CostsOption.costs(tasks, seed + draw);
                Scenario scenario = scenario(new Workload(costs, noise / 100), seed + draw);
                policy.print(BalanceReport.of(Simulation.run(scenario), scenario, costs), command);
            }
            return ExitCodes.OK;
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private Scenario scenario(Workload workload, long drawn) {
        SplittableRandom random = new SplittableRandom(drawn);
        return Scenario.planned(
                workers,
                workload.tasks(workers, cut ? Optional.of(shards.limit()) : Optional.empty(), random.split()),
                workload.costError(),
                policy.over(StealSettings.ON),
                new Scenario.Delays(taskCost, stealCost, lookCost),
                drawn);
    }
}
