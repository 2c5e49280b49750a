package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailedAttempt;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.coordinator.control.RefusedException;
import org.virnucpro.coordinator.control.RunControl;
import org.virnucpro.coordinator.status.DeadTaskDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro retry}: shows the dead tasks of a run and gives them their attempts back. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the tasks of a running job that failed for good, with every attempt, or tries them again.",
            "Those that are tried again have all their attempts back. A task of several records needs no help: it is"
                    + " halved until the record that fails is alone."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro retry 20260101-120000-1a2b3c4d --redis redis://head:6379",
            "  virnucpro retry 20260101-120000-1a2b3c4d 17 42 --redis redis://head:6379",
            "  virnucpro retry 20260101-120000-1a2b3c4d --all --redis redis://head:6379"
        })
public final class RetryCommand implements Subcommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, see 'virnucpro status'.")
    private String run = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TASK", description = "Numbers of dead tasks.")
    private List<Integer> tasks = List.of();

    @Option(names = "--all", description = "Tries all dead tasks again.")
    private boolean all;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (all && !tasks.isEmpty()) {
            throw new CommandException(ExitCodes.USAGE, "name tasks, or all of them with --all, not both");
        }
        try (RedisConnection connection = broker.connect()) {
            RunControl control = new RunControl(connection.registry());
            boolean asked = all || !tasks.isEmpty();
            List<DeadTask> shown = tasks.isEmpty() ? control.dead(run) : control.dead(run, tasks);
            int queued = asked ? control.retry(run, shown) : 0;
            print(shown, queued);
            return ExitCodes.OK;
        } catch (RefusedException refused) {
            throw RunChoice.refusal(refused);
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private void print(List<DeadTask> shown, int queued) {
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", run);
            object.put("tried_again", queued);
            object.put("tasks", shown.stream().map(DeadTaskDescription::of).toList());
            out.println(JsonOutput.line(object));
        } else {
            shown.forEach(task -> printTask(out, task));
            boolean asked = all || !tasks.isEmpty();
            out.println(
                    asked
                            ? queued + (queued == 1 ? " task is" : " tasks are") + " queued again"
                            : shown.isEmpty()
                                    ? "no task of run " + run + " is dead"
                                    : "to try them again: name them, or --all");
        }
        out.flush();
    }

    private static void printTask(PrintWriter out, DeadTask dead) {
        Shard shard = dead.task().shard();
        ChunkRange chunks = shard.chunks();
        out.printf(
                "task %s: input %d, from line %d, %s%n",
                dead.task().id(),
                shard.input() + 1,
                shard.line(),
                chunks.coversAll()
                        ? shard.records() + (shard.records() == 1 ? " record" : " records")
                        : "chunks " + (chunks.first() + 1) + " to " + chunks.end() + " of one record");
        for (FailedAttempt attempt : dead.attempts()) {
            out.printf(
                    "  %s  %-5s  %s  %s%n",
                    attempt.time(), attempt.kind().name().toLowerCase(Locale.ROOT), attempt.worker(), attempt.cause());
        }
    }
}
