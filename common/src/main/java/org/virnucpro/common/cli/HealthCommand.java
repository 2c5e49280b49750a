package org.virnucpro.common.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.service.HealthRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro health}: whether a process, or a cluster, can do its work. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says whether a cluster can compute: exit code 0 when its broker answers and has a coordinator and a worker,"
                    + " 69 when not.",
            "With --local: the same of one worker or coordinator on this machine or in this container, started with"
                    + " --health-file. Healthy is a process that is ready and whose work has moved lately."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro health --redis redis://head:6379",
            "  virnucpro health --local --health-file /run/virnucpro/worker.json",
        })
public final class HealthCommand implements Subcommand {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--local", description = "Of one process, by its health file, without asking the broker.")
    private boolean local;

    @Option(
            names = "--health-file",
            paramLabel = "FILE",
            description = "With --local: the file that the process was started with.")
    private @Nullable Path file;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        return local ? ofProcess(InstantSource.system().instant()) : ofCluster();
    }

    private int ofProcess(Instant now) {
        if (file == null) {
            throw new CommandException(
                    ExitCodes.USAGE, "--local needs --health-file FILE, the one that the process was started with");
        }
        try {
            HealthRecord record = HealthRecord.read(file);
            out().println(json ? record.json() : record.inWords(now));
            return record.isHealthy(now) ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
        } catch (NoSuchFileException absent) {
            throw new CommandException(
                    ExitCodes.UNAVAILABLE,
                    "no process says how it is: " + file + " does not exist; it has not started yet, has ended, or was"
                            + " started without --health-file",
                    absent);
        } catch (IOException unreadable) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private int ofCluster() {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            List<String> coordinators = registry.coordinators();
            List<WorkerRecord> workers = registry.workers(SILENCE);
            boolean healthy = !coordinators.isEmpty() && !workers.isEmpty();
            if (json) {
                ObjectNode answer = new ObjectMapper().createObjectNode();
                answer.put("healthy", healthy);
                ArrayNode names = answer.putArray("coordinators");
                coordinators.forEach(name -> names.add(name));
                ArrayNode workerNames = answer.putArray("workers");
                workers.forEach(worker -> workerNames.add(worker.worker().value()));
                out().println(answer);
            } else {
                out().println("broker: answers");
                out().println("coordinators: "
                        + (coordinators.isEmpty()
                                ? "none; start one with `virnucpro coordinator`"
                                : String.join(", ", coordinators)));
                out().println("workers: "
                        + (workers.isEmpty()
                                ? "none; start them with `virnucpro worker`"
                                : String.join(
                                        ", ",
                                        workers.stream()
                                                .map(worker -> worker.worker().value())
                                                .toList())));
            }
            return healthy ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(command, "picocli sets it").commandLine().getOut();
    }
}
