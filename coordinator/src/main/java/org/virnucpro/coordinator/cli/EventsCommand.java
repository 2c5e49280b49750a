package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.balance.EventLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro events}: what happened in a run, from its output folder or from the broker. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows what happened in a run: steals, joins, leaves, requeues, dead and done tasks.",
        footer = {
            "",
            "Examples:",
            "  virnucpro events out",
            "  virnucpro events --redis redis://head:6379 --run 20261123-180000-1a2b3c4d --json",
        })
public final class EventsCommand implements Subcommand {

    private static final int PAGE = 1000;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Output folder of a finished run.")
    private @Nullable Path folder;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--run", paramLabel = "RUN", description = "With --redis: which run; default: the latest.")
    private @Nullable String run;

    @Option(names = "--json", description = "One JSON object per line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = JsonOutput.writer(command);
        if (folder != null) {
            fromFolder(folder, out);
        } else {
            fromBroker(out);
        }
        out.flush();
        return ExitCodes.OK;
    }

    private void fromFolder(Path directory, PrintWriter out) {
        Path file = directory.resolve("events.jsonl");
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> out.println(json ? line : EventLine.of(line)));
        } catch (IOException | UncheckedIOException failure) {
            throw new CommandException(
                    ExitCodes.NO_INPUT, "cannot read " + file + ": is " + directory + " the folder of a finished run?");
        }
    }

    private void fromBroker(PrintWriter out) {
        try (RedisConnection connection = broker.connect()) {
            RunId id = run == null ? latest(connection.registry().runs()) : new RunId(run);
            SharedWorkQueues queues = connection.registry().queues(id);
            String last = "";
            List<QueueEvent> page;
            do {
                page = queues.events(last, PAGE);
                for (QueueEvent event : page) {
                    String line = JsonOutput.line(EventLog.describe(event));
                    out.println(json ? line : EventLine.of(line));
                    last = event.id();
                }
            } while (page.size() == PAGE);
        }
    }

    private static RunId latest(List<RunSummary> runs) {
        return runs.stream()
                .max(java.util.Comparator.comparing(RunSummary::submitted))
                .map(RunSummary::run)
                .orElseThrow(() -> new CommandException(ExitCodes.USAGE, "the broker knows no run"));
    }
}
