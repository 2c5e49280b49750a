package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.status.RunDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro status}: the runs of a cluster, or one of them with its queues. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows the runs of a cluster; with a RUN, its queues and who computes what; with a folder of results,"
                        + " what it holds.",
        footer = {"", "Examples:", "  virnucpro status --redis redis://head:6379", "  virnucpro status out"})
public final class StatusCommand implements Subcommand {

    /** Twice the longest poll interval, and a little. */
    private static final double STALE_SECONDS = 12;

    @Parameters(
            paramLabel = "RUN|DIR",
            arity = "0..1",
            description = "Name of one run, or the output folder of predict on this machine.")
    private @Nullable String run;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (run != null && !broker.isGiven() && Files.isDirectory(Path.of(run))) {
            return folder(new FolderStatus(Path.of(run)));
        }
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            List<RunSummary> runs = selected(registry);
            List<Map<String, Object>> described = new ArrayList<>();
            for (RunSummary summary : runs) {
                described.add(RunDescription.full(registry, summary));
            }
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("coordinators", registry.coordinators());
            status.put("runs", described);
            PrintWriter out = JsonOutput.writer(command);
            if (json) {
                out.println(JsonOutput.line(status));
            } else {
                print(out, registry.coordinators(), described);
            }
            out.flush();
            return ExitCodes.OK;
        }
    }

    private int folder(FolderStatus status) {
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            out.println(JsonOutput.line(status.describe()));
        } else {
            status.lines().forEach(out::println);
        }
        out.flush();
        return ExitCodes.OK;
    }

    private List<RunSummary> selected(ClusterRegistry registry) {
        if (run == null) {
            return registry.runs();
        }
        return List.of(registry.run(new RunId(run))
                .orElseThrow(() -> new CommandException(ExitCodes.USAGE, "the broker knows no run '" + run + "'")));
    }

    private static void print(PrintWriter out, List<String> coordinators, List<Map<String, Object>> runs) {
        out.println(coordinators.isEmpty() ? "no coordinator is running" : "coordinators: " + coordinators);
        if (runs.isEmpty()) {
            out.println("no runs");
        }
        for (Map<String, Object> run : runs) {
            out.printf(
                    "run %s  %s  %s of %s tasks done, %s running, %s queued, %s dead, %s stolen  %s%n",
                    run.get("run"),
                    run.get("state"),
                    run.get("done"),
                    run.get("planned"),
                    run.get("leased"),
                    run.get("pending"),
                    run.get("dead"),
                    run.get("steals"),
                    run.get("message"));
            if (run.get("sample") instanceof JsonNode sample) {
                new PublishedSample(sample).lines().forEach(out::println);
                if (run.get("sample_age_seconds") instanceof Double age && age > STALE_SECONDS && isOpen(run)) {
                    out.printf(
                            Locale.ROOT, "  these measures are %.0f s old: no coordinator polls this run now%n", age);
                }
            } else if (run.get("queues") instanceof List<?> queues) {
                queues.forEach(queue -> printQueue(out, queue));
            }
        }
    }

    private static boolean isOpen(Map<String, Object> run) {
        return "open".equals(run.get("state")) || "paused".equals(run.get("state"));
    }

    private static void printQueue(PrintWriter out, Object queue) {
        if (queue instanceof Map<?, ?> entry) {
            out.printf(
                    "  %-28s %-9s queue %s, done %s, stolen %s%n",
                    entry.get("worker"),
                    entry.get("membership"),
                    entry.get("queue_depth"),
                    entry.get("tasks_done"),
                    entry.get("tasks_stolen"));
        }
    }
}
