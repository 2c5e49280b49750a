package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.explain.Explanation;
import org.virnucpro.coordinator.explain.IdleStretches;
import org.virnucpro.coordinator.explain.LiveRun;
import org.virnucpro.coordinator.explain.RecordedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro explain}: why a worker has, or had, nothing to do. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says why workers were idle: every time longer than the steal interval in which a worker had no task.",
            "",
            "Of a run that goes on, with --redis; afterwards from its output folder or its events.jsonl."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro explain out",
            "  virnucpro explain out gpu-1",
            "  virnucpro explain --redis redis://head:6379 gpu-1",
        })
public final class ExplainCommand implements Subcommand {

    @Parameters(
            paramLabel = "[OUT] [WORKER]",
            arity = "0..2",
            description = "Without --redis: an output folder or a file of events. Then a worker; default: all.")
    private List<String> parameters = List.of();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--run", paramLabel = "RUN", description = "With --redis: which run; default: the latest.")
    private @Nullable String run;

    @Option(
            names = "--longer-than",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Shorter times are left out. Default: the run's steal interval.")
    private @Nullable Duration longerThan;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Explanation all = broker.isGiven() ? fromBroker() : fromFile();
        int workerAt = broker.isGiven() ? 0 : 1;
        if (parameters.size() > workerAt + 1) {
            throw new CommandException(ExitCodes.USAGE, "with --redis there is one parameter, a worker");
        }
        Explanation wanted = parameters.size() > workerAt ? all.about(worker(parameters.get(workerAt))) : all;
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            out.println(JsonOutput.line(wanted.describe()));
        } else {
            wanted.lines().forEach(out::println);
        }
        out.flush();
        return ExitCodes.OK;
    }

    private Explanation fromFile() {
        if (parameters.isEmpty()) {
            throw new CommandException(
                    ExitCodes.USAGE, "what is to be explained? Name an output folder, or a broker with --redis");
        }
        Path path = Path.of(parameters.get(0));
        try {
            RecordedRun recorded = RecordedRun.read(path);
            return new Explanation(
                    "",
                    Optional.ofNullable(longerThan).or(recorded::stealInterval).orElse(StealSettings.ON.interval()),
                    recorded.end(),
                    false,
                    IdleStretches.of(recorded.events(), List.of(), recorded.end()),
                    java.util.Map.of());
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.NO_INPUT,
                    "cannot read the events of " + path + ": is it the folder of a finished run, or its events.jsonl?");
        } catch (RecordedRun.Damaged damaged) {
            throw new CommandException(ExitCodes.BAD_INPUT, damaged.getMessage(), damaged);
        }
    }

    private Explanation fromBroker() {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            return new LiveRun(registry, selected(registry)).explain(Optional.ofNullable(longerThan));
        }
    }

    private RunSummary selected(ClusterRegistry registry) {
        Optional<RunSummary> found = run == null
                ? registry.runs().stream().max(Comparator.comparing(RunSummary::submitted))
                : registry.run(new RunId(run));
        return found.orElseThrow(() -> new CommandException(
                ExitCodes.USAGE, run == null ? "the broker knows no run" : "the broker knows no run '" + run + "'"));
    }

    private static WorkerId worker(String name) {
        try {
            return new WorkerId(name);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, wrong.getMessage(), wrong);
        }
    }
}
