package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.redis.RedisConnection;
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
        description = "Shows the live workers of a cluster.",
        footer = {"", "Example:", "  virnucpro workers --redis redis://head:6379 --json"})
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
            List<WorkerRecord> workers = connection.registry().workers(SILENCE);
            PrintWriter out = JsonOutput.writer(command);
            if (json) {
                out.println(JsonOutput.line(Map.of(
                        "workers",
                        workers.stream().map(WorkersCommand::describe).toList())));
            } else if (workers.isEmpty()) {
                out.println("no live workers");
            } else {
                out.printf("%-36s %-16s %-10s %6s  %s%n", "WORKER", "HOST", "ENGINE", "WEIGHT", "DEVICE");
                workers.forEach(worker -> out.printf(
                        "%-36s %-16s %-10s %6.2f  %s%s%n",
                        worker.worker(),
                        worker.host(),
                        worker.engine(),
                        worker.weight(),
                        worker.device(),
                        worker.draining() ? " (draining)" : ""));
            }
            out.flush();
            return ExitCodes.OK;
        }
    }

    private static Map<String, Object> describe(WorkerRecord worker) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("worker", worker.worker().value());
        described.put("incarnation", worker.incarnation().value());
        described.put("host", worker.host());
        described.put("device", worker.device());
        described.put("engine", worker.engine());
        described.put("weight", worker.weight());
        described.put("models", worker.models());
        described.put("draining", worker.draining());
        described.put("last_seen", worker.lastSeen().toString());
        return described;
    }
}
