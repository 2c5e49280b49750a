package org.virnucpro.coordinator.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.coordinator.replay.RecordedEvents;
import org.virnucpro.coordinator.replay.RecordedRun;
import org.virnucpro.coordinator.replay.RecordingException;
import org.virnucpro.coordinator.replay.Replay;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro replay}: how long a run would have taken under another policy. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays a finished run again in the simulator, under its own policy or another: the same plan, the same"
                    + " workers with their joins and losses, and durations as they were recorded.",
            "",
            "On another worker a task takes as much longer as that worker was slower. Time that went into attempts that"
                    + " failed is not replayed."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro replay out/events.jsonl",
            "  virnucpro replay out --policy none",
            "  virnucpro replay out --policy threshold --steal-threshold 2,2,2 --json",
        })
public final class ReplayCommand implements Subcommand {

    @Parameters(paramLabel = "EVENTS", description = "The events.jsonl of a run, or the folder of its results.")
    private Path recording = Path.of("events.jsonl");

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the jitter between tries and of random victims. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        RecordedRun run = run();
        try {
            Replay replay = Replay.of(run, policy.over(run.stealing()), seed);
            long[] tasks = replay.scenario().tasks().stream()
                    .mapToLong(SimulatedTask::trueMillis)
                    .toArray();
            BalanceReport report = BalanceReport.of(replay.result(), replay.scenario(), tasks);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("run", run.run().value());
            fields.put("recorded_policy", PolicyOption.of(run.stealing()).word());
            fields.put("recorded_makespan_s", run.makespanMillis() / 1000.0);
            fields.put("recorded_steals", run.steals());
            fields.put("dead_tasks", run.dead());
            fields.putAll(report.fields());
            policy.print(fields, text(run) + report.text(), command);
            return ExitCodes.OK;
        } catch (IllegalArgumentException impossible) {
            throw new CommandException(
                    ExitCodes.BAD_INPUT, recording + " cannot be replayed: " + impossible.getMessage(), impossible);
        }
    }

    private RecordedRun run() {
        Path file = Files.isDirectory(recording) ? recording.resolve("events.jsonl") : recording;
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    ExitCodes.NO_INPUT, "there is no file " + file + ": name the events.jsonl of a finished run");
        }
        try {
            return RecordedEvents.read(file);
        } catch (RecordingException unusable) {
            throw new CommandException(ExitCodes.BAD_INPUT, unusable.getMessage(), unusable);
        }
    }

    private static String text(RecordedRun run) {
        String text = String.format(
                Locale.ROOT,
                "recorded: makespan %.3f s, %s stealing, %d steals%n",
                run.makespanMillis() / 1000.0,
                run.stealing().enabled() ? PolicyOption.of(run.stealing()).word() : "no",
                run.steals());
        String dead = run.dead() == 0 ? "" : String.format("left out: %d dead tasks%n", run.dead());
        return text + dead + "replayed: ";
    }
}
