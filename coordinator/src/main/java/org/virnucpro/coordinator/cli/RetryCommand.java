package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailedAttempt;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
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
            ClusterRegistry registry = connection.registry();
            RunId id = new RunId(run);
            if (registry.run(id).isEmpty()) {
                throw new CommandException(ExitCodes.USAGE, "the broker knows no run '" + run + "'");
            }
            SharedWorkQueues queues = registry.queues(id);
            List<DeadTask> dead = queues.deadTasks();
            List<DeadTask> chosen = chosen(dead);
            int queued = chosen.isEmpty() ? 0 : queued(queues.retry(chosen));
            print(all || !tasks.isEmpty() ? chosen : dead, queued);
            return ExitCodes.OK;
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private List<DeadTask> chosen(List<DeadTask> dead) {
        if (all) {
            return dead;
        }
        Set<Integer> known =
                dead.stream().map(task -> task.task().id().index()).collect(Collectors.toCollection(TreeSet::new));
        for (int task : tasks) {
            if (!known.contains(task)) {
                throw new CommandException(
                        ExitCodes.USAGE,
                        "task " + task + " of run " + run + " is not dead"
                                + (known.isEmpty() ? "; none is" : "; dead are " + known));
            }
        }
        return dead.stream()
                .filter(task -> tasks.contains(task.task().id().index()))
                .toList();
    }

    private int queued(RetryOutcome outcome) {
        if (outcome instanceof RetryOutcome.Queued queued) {
            return queued.tasks();
        }
        if (outcome instanceof RetryOutcome.Closed closed) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "run " + run + " is " + closed.state().name().toLowerCase(Locale.ROOT)
                            + ", so nothing of it can be tried again here; predict its failed records anew"
                            + " ('virnucpro predict --resume' with the same output folder)");
        }
        throw new CommandException(
                ExitCodes.TEMPORARY,
                "all tasks of run " + run + " have ended and its results are being merged; when they are there, predict"
                        + " its failed records anew ('virnucpro predict --resume' with the same output folder)");
    }

    private void print(List<DeadTask> shown, int queued) {
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", run);
            object.put("tried_again", queued);
            object.put("tasks", shown.stream().map(RetryCommand::describe).toList());
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

    private static Map<String, Object> describe(DeadTask dead) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("task", dead.task().id().index());
        described.put("input", dead.task().shard().input());
        described.put("line", dead.task().shard().line());
        described.put("records", dead.task().shard().records());
        described.put("cause", dead.cause());
        List<Map<String, Object>> attempts = new ArrayList<>();
        for (FailedAttempt attempt : dead.attempts()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", attempt.time().toString());
            line.put("worker", attempt.worker().value());
            line.put("kind", attempt.kind().name().toLowerCase(Locale.ROOT));
            line.put("cause", attempt.cause());
            attempts.add(line);
        }
        described.put("attempts", attempts);
        return described;
    }
}
