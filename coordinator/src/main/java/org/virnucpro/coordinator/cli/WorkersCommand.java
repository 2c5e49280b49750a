package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.status.WorkerDescription;
import org.virnucpro.coordinator.terminal.TelemetryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro workers}: the live workers of a cluster. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the live workers of a cluster and what each does in the runs that go on.",
        footer = {"", "Examples:", "  virnucpro workers --redis redis://head:6379 --json"})
public final class WorkersCommand implements Subcommand {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            List<WorkerRecord> workers = registry.workers(SILENCE);
            Map<RunId, PublishedSample> samples = samples(registry);
            PrintWriter out = JsonOutput.writer(command);
            if (json) {
                out.println(JsonOutput.line(Map.of(
                        "workers",
                        workers.stream()
                                .map(worker -> WorkerDescription.of(worker, json(samples)))
                                .toList())));
            } else if (workers.isEmpty()) {
                out.println("no live workers");
            } else {
                out.printf("%-36s %-16s %-10s %6s  %s%n", "WORKER", "HOST", "ENGINE", "WEIGHT", "DEVICE");
                workers.forEach(worker -> {
                    out.printf(
                            Locale.ROOT,
                            "%-36s %-16s %-10s %6.2f  %s%s%n",
                            worker.worker(),
                            worker.host(),
                            worker.engine(),
                            worker.weight(),
                            worker.device(),
                            worker.draining() ? " (draining)" : "");
                    worker.telemetry().ifPresent(telemetry -> out.println("  " + TelemetryText.of(telemetry)));
                    samples.forEach(
                            (run, sample) -> sample.worker(worker.worker().value())
                                    .ifPresent(measured -> out.println(line(run, measured))));
                });
            }
            out.flush();
            return ExitCodes.OK;
        }
    }

    /** Of the runs that go on. */
    private static Map<RunId, PublishedSample> samples(ClusterRegistry registry) {
        Map<RunId, PublishedSample> samples = new LinkedHashMap<>();
        registry.runs().stream()
                .filter(run -> !run.state().isFinal())
                .map(RunSummary::run)
                .forEach(run -> PublishedSample.of(registry, run).ifPresent(sample -> samples.put(run, sample)));
        return samples;
    }

    private static Map<RunId, JsonNode> json(Map<RunId, PublishedSample> samples) {
        Map<RunId, JsonNode> json = new LinkedHashMap<>();
        samples.forEach((run, sample) -> json.put(run, sample.json()));
        return json;
    }

    private static String line(RunId run, JsonNode measured) {
        return String.format(
                Locale.ROOT,
                "  run %s: %s, %d tasks (%.1f s) queued, %d tasks, %d files, %d sequences done, %.1f sequences/s,"
                        + " stolen %d in %d out%s%s",
                run,
                PublishedSample.state(measured),
                measured.path("queue_depth").asLong(),
                measured.path("queued_cost_seconds").asDouble(),
                measured.path("tasks_done").asLong(),
                measured.path("files_done").asLong(),
                measured.path("sequences_done").asLong(),
                measured.path("sequences_per_second").asDouble(),
                measured.path("stolen_in").asLong(),
                measured.path("stolen_out").asLong(),
                measured.path("projected_finish_seconds").isNumber()
                        ? String.format(
                                Locale.ROOT,
                                ", ends in %.1f s",
                                measured.path("projected_finish_seconds").asDouble())
                        : "",
                measured.hasNonNull("idle_reason")
                        ? "; idle: " + measured.path("idle_reason").asText()
                        : "");
    }
}
