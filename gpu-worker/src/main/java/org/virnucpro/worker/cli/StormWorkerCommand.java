package org.virnucpro.worker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.ScriptMutation;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.worker.loop.WorkerFaultException;
import org.virnucpro.worker.storm.StormWorkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnucpro storm-worker}: what {@code bench storm} starts, kills, and starts again. */
@Command(
        name = "storm-worker",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Workers of a storm: started by bench storm, of no use without it.",
        footer = {
            "",
            "Examples:",
            "  virnucpro storm-worker --redis redis://localhost:6379 --data-root storm=/tmp/storm --process p0"
                    + " --names w0,w1 --history h.jsonl --poison-cost 13 --stall-share 0.003 --stall 4s --seed 1",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StormWorkerCommand implements Subcommand {

    private static final Logger LOG = LoggerFactory.getLogger(StormWorkerCommand.class);

    @Mixin
    private BrokerOptions broker;

    @Option(names = "--data-root", required = true, paramLabel = "NAME=DIR", description = "Input and results.")
    private List<String> dataRoots;

    @Option(names = "--process", required = true, paramLabel = "NAME", description = "Name in the history.")
    private String process;

    @Option(names = "--names", required = true, split = ",", paramLabel = "LIST", description = "Its workers.")
    private List<String> names;

    @Option(names = "--history", required = true, paramLabel = "FILE", description = "Appended to.")
    private Path history;

    @Option(names = "--poison-cost", required = true, paramLabel = "MS", description = "Tasks of this cost fail.")
    private long poisonMillis;

    @Option(names = "--stall-share", required = true, paramLabel = "X", description = "Share of stalled completions.")
    private double stallShare;

    @Option(
            names = "--stall",
            required = true,
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "The shortest stall.")
    private Duration stall;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "Seed of chance.")
    private long seed;

    @Option(names = "--mutation", paramLabel = "NAME", description = "A rule that is taken out of the scripts.")
    private @Nullable ScriptMutation mutation;

    @Override
    public Integer call() {
        try (HistoryWriter writer = new HistoryWriter(history, InstantSource.system())) {
            StormWorkers workers = new StormWorkers(
                    new StormWorkers.Orders(
                            process,
                            names.stream().map(WorkerId::new).toList(),
                            poisonMillis,
                            stallShare,
                            stall,
                            seed,
                            Optional.ofNullable(mutation)),
                    broker.address(),
                    DataRoots.parse(dataRoots),
                    writer);
            stopWithEndOf(System.in, workers);
            workers.run();
            return ExitCodes.OK;
        } catch (BrokerException unreachable) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(unreachable.getMessage()), unreachable);
        } catch (WorkerFaultException fault) {
            throw new CommandException(
                    WorkerCommand.exitCode(fault.fault()), String.valueOf(fault.getMessage()), fault);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot write " + history + ": " + failure, failure);
        }
    }

    private static void stopWithEndOf(InputStream input, StormWorkers workers) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        input.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException broken) {
                        LOG.debug("standard input broke off: {}", broken.toString());
                    }
                    workers.stop();
                },
                "storm-stdin");
        watcher.setDaemon(true);
        watcher.start();
    }
}
