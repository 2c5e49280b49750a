package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro audit}: holds the queues of a run against the laws that they obey. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks all queues, leases and counters of a run at one instant, and says what contradicts itself.",
            "Exit code 65 when something does. It changes nothing, and may be asked at any time."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro audit RUN --redis redis://head:6379",
            "  virnucpro audit RUN --redis redis://head:6379 --repair"
        })
public final class AuditCommand implements Subcommand {

    @Parameters(paramLabel = "RUN", description = "Name of the run; `virnucpro status` lists them.")
    private String run = "";

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--repair",
            description =
                    "Makes them agree again if they do not: tasks that got lost are sent again by the coordinator; until"
                            + " then none is given out.")
    private boolean repair;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            SharedWorkQueues queues = registry.queues(known(registry));
            List<String> found = queues.audit();
            Optional<String> repaired = repair && !found.isEmpty() ? queues.repair() : Optional.empty();
            List<String> left = repaired.isPresent() ? queues.audit() : found;
            registry.nudge();
            print(found, repaired, left, registry.coordinators().isEmpty());
            return left.isEmpty() ? ExitCodes.OK : ExitCodes.BAD_INPUT;
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private RunId known(ClusterRegistry registry) {
        try {
            RunId id = new RunId(run);
            if (registry.run(id).isPresent()) {
                return id;
            }
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
        throw new CommandException(ExitCodes.USAGE, "the broker knows no run '" + run + "'");
    }

    private void print(List<String> found, Optional<String> repaired, List<String> left, boolean alone) {
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", run);
            object.put("findings", found);
            object.put("repaired", repaired.orElse(null));
            object.put("left", left);
            out.println(JsonOutput.line(object));
        } else {
            found.forEach(out::println);
            if (found.isEmpty()) {
                out.println("run " + run + ": nothing contradicts itself");
            }
            repaired.ifPresent(words -> out.println("repaired: " + words
                    + (alone
                            ? "; no coordinator is running: no task is given out until one is started"
                            : "; the coordinator sends the tasks again")));
            if (repaired.isPresent()) {
                left.forEach(finding -> out.println("still: " + finding));
            }
        }
        out.flush();
    }
}
