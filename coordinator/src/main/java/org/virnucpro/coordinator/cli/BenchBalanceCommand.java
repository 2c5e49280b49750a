package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.simulate.CostsFile;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro bench balance}: how evenly worker processes of this machine share work that only waits. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs worker processes that wait instead of computing, and compares the makespan with the bound.",
        footer = {"", "Examples:", "  virnucpro bench balance --costs costs.txt --speeds 1,1,1,1,1.5,1.5,3,3 --json"})
public final class BenchBalanceCommand implements Callable<Integer> {

    /** The tasks are short, and so are the ways. */
    private static final StealSettings USUAL =
            StealSettings.ON.withInterval(Duration.ofMillis(100)).withMargin(LocalOptions.STEAL_MARGIN);

    @Option(
            names = "--costs",
            required = true,
            paramLabel = "FILE",
            description = "Seconds of each file on a worker of speed 1, one number per line.")
    private Path costs = Path.of("");

    @Option(
            names = "--speeds",
            required = true,
            split = ",",
            paramLabel = "LIST",
            description = "Speed of each worker, with commas between.")
    private List<Double> speeds = List.of();

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "LIST",
            description = "Speeds that the workers declare. Default: the real ones.")
    private @Nullable List<Double> weights;

    @Option(names = "--cut", description = "Cut the files into shards.")
    private boolean cut;

    @Mixin
    private ShardOptions shards = new ShardOptions();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Also write what happened to FILE, in the form of events.jsonl; replay reads it.")
    private @Nullable Path events;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            long[] fileMillis = CostsFile.read(costs);
            Scenario scenario = scenario(fileMillis);
            policy.print(BalanceReport.of(new Rehearsal(scenario, events).run(), scenario, fileMillis), command);
            return ExitCodes.OK;
        } catch (CostsFile.Unusable unusable) {
            throw new CommandException(ExitCodes.NO_INPUT, unusable.getMessage(), unusable);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (RunFailedException failure) {
            throw new CommandException(failure.exitCode(), failure.getMessage(), failure);
        } catch (BrokerException silence) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silence.getMessage()), silence);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot use a temporary folder: " + failure, failure);
        }
    }

    private Scenario scenario(long[] fileMillis) {
        List<Double> declared = weights == null ? speeds : weights;
        if (declared.size() != speeds.size()) {
            throw new IllegalArgumentException(declared.size() + " weights for " + speeds.size() + " speeds");
        }
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int worker = 0; worker < speeds.size(); worker++) {
            workers.add(SimulatedWorker.steady("worker-" + worker, speeds.get(worker), declared.get(worker)));
        }
        Workload workload = new Workload(fileMillis, 0);
        return Scenario.planned(
                workers,
                workload.tasks(workers, cut ? Optional.of(shards.limit()) : Optional.empty(), new SplittableRandom(0)),
                0,
                policy.over(USUAL),
                Scenario.Delays.DEFAULT,
                0);
    }
}
