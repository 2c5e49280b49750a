package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.coordinator.control.WorkerDrain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro drain}: lets workers leave a running job. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks workers to take nothing new, to end or give back their running task, and to leave.",
            "What waits in their queues is left to the others at once. Results stay the same, byte for byte."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro drain gpu7-cpu-0 --redis redis://head:6379 --wait",
            "  virnucpro drain --host gpu7 --redis redis://head:6379"
        })
public final class DrainCommand implements Subcommand {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 500;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORKER",
            description = "Name of a worker, or of a host that has only one.")
    private List<String> names = List.of();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--host", paramLabel = "HOST", description = "All workers of this host; may be repeated.")
    private List<String> hosts = List.of();

    @Option(names = "--cancel", description = "Takes the request back; workers that have begun to leave leave.")
    private boolean cancel;

    @Option(names = "--wait", description = "Waits until they have left.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationOption.class,
            description = "With --wait: exit code 75 after this time; the request stays. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(10);

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (names.isEmpty() && hosts.isEmpty()) {
            throw new CommandException(ExitCodes.USAGE, "name a worker, or a host with --host");
        }
        if (cancel && wait) {
            throw new CommandException(
                    ExitCodes.USAGE, "--wait waits for workers to leave; it does not go with --cancel");
        }
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            List<WorkerRecord> chosen = new WorkerChoice(registry.workers(SILENCE)).of(names, hosts);
            Map<String, String> outcomes = new LinkedHashMap<>();
            WorkerDrain drain = new WorkerDrain(registry);
            chosen.forEach(worker -> outcomes.put(
                    worker.worker().value(), (cancel ? drain.cancel(worker) : drain.request(worker)).word()));
            int exitCode = ExitCodes.OK;
            if (wait && !awaitLeaving(registry, chosen, outcomes)) {
                exitCode = ExitCodes.TEMPORARY;
            }
            print(outcomes);
            return exitCode;
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return ExitCodes.INTERRUPTED;
        }
    }

    /** Whether all have left. One that has fallen silent has not: it may hold a task until its lease is over. */
    private boolean awaitLeaving(ClusterRegistry registry, List<WorkerRecord> chosen, Map<String, String> outcomes)
            throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (long left = timeout.toMillis(); ; left -= LOOK_MILLIS) {
            // An announcement stays until its worker withdraws it, however old it is.
            List<WorkerRecord> announced = registry.workers(timeout.plus(SILENCE));
            List<WorkerRecord> staying = chosen.stream()
                    .filter(worker -> announced.stream()
                            .anyMatch(other -> other.incarnation().equals(worker.incarnation())))
                    .toList();
            chosen.stream()
                    .filter(worker -> !staying.contains(worker))
                    .forEach(worker -> outcomes.put(worker.worker().value(), "gone"));
            if (staying.isEmpty() || left <= 0) {
                return staying.isEmpty();
            }
            if (never.await(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a latch that nobody counts down opened");
            }
        }
    }

    private void print(Map<String, String> outcomes) {
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            out.println(JsonOutput.line(Map.of("workers", outcomes)));
        } else {
            outcomes.forEach((worker, outcome) -> out.println(worker + ": " + inWords(outcome)));
        }
        out.flush();
    }

    private static String inWords(String outcome) {
        return switch (outcome) {
            case "gone" -> "has left";
            case "working" -> "need not leave any more";
            default -> "takes nothing new and leaves after its running task";
        };
    }
}
