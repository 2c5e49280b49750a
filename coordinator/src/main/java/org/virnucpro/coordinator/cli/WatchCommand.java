package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.control.RunControl;
import org.virnucpro.coordinator.terminal.FullScreen;
import org.virnucpro.coordinator.terminal.RunFeed;
import org.virnucpro.coordinator.terminal.RunFeed.Look;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro watch}: a run on a terminal, drawn again every few seconds. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows a run while it goes on: a row per worker with its GPU, queue and steals; the last steals and failures;"
                    + " the time left.",
            "Ends with the run when one is named, else with Ctrl-C. Where standard output is no terminal, prints a line"
                    + " per interval."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro watch --redis redis://head:6379",
            "  virnucpro watch --redis redis://head:6379 --run 20260101-120000-1a2b3c4d --once",
            "  virnucpro watch --redis redis://head:6379 --json --interval 10s",
        })
public final class WatchCommand implements Subcommand {

    private static final Duration SHORTEST = Duration.ofMillis(500);

    /** Twice the longest poll interval, and a little. */
    private static final Duration STALE = Duration.ofSeconds(12);

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Which run. Default: the one that goes on, or the latest.")
    private @Nullable String run;

    @Option(names = "--once", description = "Prints how it is now, and ends.")
    private boolean once;

    @Option(names = "--json", description = "One JSON object per line instead of a picture.")
    private boolean json;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationOption.class,
            description = "Time between two looks, at least 500ms. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new CommandException(ExitCodes.USAGE, "--interval at least 500ms");
        }
        Screens screens = Screens.of(command);
        PrintWriter out = JsonOutput.writer(command);
        try (RedisConnection connection = broker.connect()) {
            RunFeed feed = new RunFeed(connection.registry(), wanted());
            if (once || json || !screens.canRedraw()) {
                repeat(feed, look -> print(out, look, screens));
            } else {
                try (FullScreen full = new FullScreen(out)) {
                    Runtime.getRuntime().addShutdownHook(new Thread(full::close, "watch-restore"));
                    repeat(feed, look -> full.draw(picture(look, screens)));
                }
            }
            return ExitCodes.OK;
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private Optional<RunId> wanted() {
        try {
            return Optional.ofNullable(run).map(RunId::new);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, "--run: " + wrong.getMessage(), wrong);
        }
    }

    /** What to do with a look; empty when there is no run yet. */
    @FunctionalInterface
    private interface Shown {
        void show(Optional<Look> look);
    }

    private void repeat(RunFeed feed, Shown shown) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            Optional<Look> look = feed.look();
            if (look.isEmpty() && run != null) {
                throw new CommandException(ExitCodes.USAGE, "the broker knows no run '" + run + "'");
            }
            shown.show(look);
            boolean over = run != null && look.orElseThrow().run().state().isFinal();
            if (once || over || never.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void print(PrintWriter out, Optional<Look> look, Screens screens) {
        if (json) {
            out.println(
                    JsonOutput.line(look.map(found -> describe(found, screens)).orElse(Map.of())));
        } else if (once) {
            picture(look, screens).forEach(out::println);
        } else {
            out.println(look.map(WatchCommand::line).orElse("the broker knows no run yet"));
        }
        out.flush();
    }

    private static List<String> picture(Optional<Look> look, Screens screens) {
        if (look.isEmpty()) {
            return List.of("the broker knows no run yet");
        }
        Look found = look.get();
        if (found.sample().isEmpty()) {
            return List.of(waiting(found));
        }
        List<String> lines = new ArrayList<>(
                screens.screen().lines(found.run().run().value(), found.sample().get(), found.recent()));
        if (found.run().state().isFinal()) {
            lines.add("the run is " + RunControl.word(found.run().state())
                    + (found.run().message().isEmpty() ? "" : ": " + found.run().message()));
        } else if (found.sampleAge().compareTo(STALE) > 0) {
            lines.add("no coordinator has looked at the queues for "
                    + found.sampleAge().toSeconds() + " s");
        }
        return lines;
    }

    private static String waiting(Look look) {
        return "run " + look.run().run() + " is " + RunControl.word(look.run().state())
                + (look.run().message().isEmpty() ? "" : ": " + look.run().message());
    }

    private static String line(Look look) {
        return look.sample()
                .map(sample -> String.format(
                        Locale.ROOT,
                        "%s  run %s: %d of %d tasks done, %d running, %d queued, %d stolen, %d dead, %.1f sequences/s",
                        look.time().toString().substring(0, 19) + "Z",
                        look.run().run(),
                        sample.path("done").asLong(),
                        sample.path("planned").asLong(),
                        sample.path("leased").asLong(),
                        sample.path("pending").asLong(),
                        sample.path("steals").asLong(),
                        sample.path("dead").asLong(),
                        sample.path("sequences_per_second").asDouble()))
                .orElseGet(() -> waiting(look));
    }

    private static Map<String, Object> describe(Look look, Screens screens) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("time", look.time().toString());
        described.put("run", look.run().run().value());
        described.put("state", RunControl.word(look.run().state()));
        described.put("message", look.run().message());
        described.put("sample_age_seconds", look.sampleAge().toMillis() / 1000.0);
        look.sample().ifPresent(sample -> described.put("sample", sample));
        described.put("steals", screens.steals(look.recent()));
        described.put("failures", look.recent().failures());
        return described;
    }
}
