package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.history.HistoryFile;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.storm.StormChecker;
import org.virnucpro.coordinator.storm.StormMode;
import org.virnucpro.coordinator.storm.StormRun;
import org.virnucpro.coordinator.storm.StormSettings;
import org.virnucpro.coordinator.storm.StormVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro bench storm}: a run whose workers, connections and broker are killed all the time, and what became of it. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs tasks while worker processes are killed and stopped, connections cut and replies dropped, and the broker"
                    + " killed; writes down every take and completion, and checks that nothing was lost or counted twice.",
            "Exit code 1 when something was."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro bench storm --tasks 1000 --mode loss --seed 7 --json --history storm.jsonl",
            "  virnucpro bench storm --check storm.jsonl --json",
        })
public final class BenchStormCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(BenchStormCommand.class);

    @Option(names = "--tasks", paramLabel = "N", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int tasks;

    @Option(
            names = "--mode",
            paramLabel = "up|always|loss",
            defaultValue = "up",
            description = "up: the broker stays up. always: it is killed, every write being on disk before it is"
                    + " acknowledged. loss: it loses power, and the end of its log. Default: ${DEFAULT-VALUE}.")
    private String mode = "";

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Option(names = "--history", paramLabel = "FILE", description = "Where the history goes. Default: nowhere.")
    private @Nullable Path history;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Run nothing: check the history of an earlier storm again.")
    private @Nullable Path check;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "An empty folder for logs, parts and the broker. Default: a temporary one, deleted when the verdict is good.")
    private @Nullable Path work;

    @Option(
            names = "--mutation",
            hidden = true,
            paramLabel = "NAME",
            description = "Takes a rule out, to show that the check notices: COMPLETE_WITHOUT_TOKEN, LEASE_OUTSIDE_POP,"
                    + " NO_BARRIER.")
    private @Nullable String mutation;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            StormVerdict verdict = check == null ? storm() : StormChecker.check(HistoryFile.read(check));
            PrintWriter out = JsonOutput.writer(command);
            out.println(json ? JsonOutput.line(verdict.fields()) : verdict.text());
            out.flush();
            return verdict.isGood() ? ExitCodes.OK : ExitCodes.INTERNAL;
        } catch (BrokerException silence) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silence.getMessage()), silence);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "the storm failed: " + failure, failure);
        }
    }

    private StormVerdict storm() throws IOException, InterruptedException {
        StormSettings settings = StormSettings.of(mode(), tasks, seed, Optional.ofNullable(mutation));
        Path folder = work == null ? Files.createTempDirectory("virnucpro-storm-") : Files.createDirectories(work);
        Path file = history == null ? folder.resolve("history.jsonl") : history;
        new StormRun(settings, folder.toRealPath(), Ticker.system()).run(file);
        StormVerdict verdict = StormChecker.check(HistoryFile.read(file));
        if (work == null && verdict.isGood()) {
            delete(folder);
        } else if (work == null) {
            LOG.warn("what the storm left behind is in {}", folder);
        }
        return verdict;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private StormMode mode() {
        for (StormMode known : StormMode.values()) {
            if (known.word().equals(mode)) {
                return known;
            }
        }
        throw new CommandException(ExitCodes.USAGE, "--mode is up, always or loss, not '" + mode + "'");
    }
}
