package org.virnucpro.common.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailedAttempt;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/** The tasks of one run that are out of attempts: kept with what happened to them, split, or tried again. Thread-safe. */
final class DeadTasks {

    private static final Logger LOG = LoggerFactory.getLogger(DeadTasks.class);
    private static final int RETRY_BATCH = 100;
    private static final Pattern ATTEMPT = Pattern.compile("([0-9]+) (\\S+) (ERROR|LOSS) (.*)");

    private final RedissonClient client;
    private final RedisCalls calls;
    private final RedisKeys keys;

    DeadTasks(RedissonClient client, RedisCalls calls, RedisKeys keys) {
        this.client = client;
        this.calls = calls;
        this.keys = keys;
    }

    List<DeadTask> all() {
        List<String> entries = RedisCalls.read(
                "a read of dead tasks",
                () -> client.<String>getList(keys.dead(), StringCodec.INSTANCE).readAll());
        List<DeadTask> dead = new ArrayList<>();
        for (String entry : entries) {
            int split = entry.lastIndexOf('\n');
            try {
                dead.add(new DeadTask(TaskElement.decode(entry.substring(split + 1)), entry.substring(0, split)));
            } catch (BrokerException e) {
                LOG.warn("{}: {}", keys.dead(), e.getMessage());
            }
        }
        return withAttempts(dead);
    }

    SplitOutcome split(DeadTask parent, List<Task> children) {
        List<String> arguments = new ArrayList<>(List.of(parent.task().id().toString(), entry(parent)));
        for (Task child : children) {
            arguments.add(TaskElement.encode(child));
            arguments.add(child.shard().holdsSeveralRecords() ? "1" : "0");
        }
        List<Object> reply = calls.run(RedisScript.SPLIT, keys.fixed(), arguments);
        return switch ((String) reply.get(0)) {
            case "SPLIT" -> SplitOutcome.SPLIT;
            case "OTHER" -> SplitOutcome.OTHER;
            case "CLOSED" -> SplitOutcome.CLOSED;
            case "BAD" ->
                throw new IllegalArgumentException("task " + parent.task().id() + " cannot be split into " + children
                        + ": child " + reply.get(1) + " has an id that another task has, or has run before");
            default -> throw RedisCalls.unknown(RedisScript.SPLIT, reply.get(0));
        };
    }

    RetryOutcome retry(List<DeadTask> tasks) {
        int queued = 0;
        for (int i = 0; i < tasks.size(); i += RETRY_BATCH) {
            List<String> entries = tasks.subList(i, Math.min(tasks.size(), i + RETRY_BATCH)).stream()
                    .map(DeadTasks::entry)
                    .toList();
            List<Object> reply = calls.run(RedisScript.RETRY, keys.fixed(), entries);
            switch ((String) reply.get(0)) {
                case "RETRIED" -> queued += Integer.parseInt((String) reply.get(1));
                case "CLOSED" -> {
                    return reply.get(1).equals("OVER")
                            ? new RetryOutcome.Over()
                            : new RetryOutcome.Closed(RunState.valueOf((String) reply.get(1)));
                }
                default -> throw RedisCalls.unknown(RedisScript.RETRY, reply.get(0));
            }
        }
        return new RetryOutcome.Queued(queued);
    }

    private List<DeadTask> withAttempts(List<DeadTask> dead) {
        if (dead.isEmpty()) {
            return dead;
        }
        Set<String> ids = dead.stream().map(task -> task.task().id().toString()).collect(Collectors.toSet());
        Map<String, String> tries = RedisCalls.read(
                "a read of attempts",
                () -> client.<String, String>getMap(keys.tries(), StringCodec.INSTANCE)
                        .getAll(ids));
        return dead.stream()
                .map(task -> new DeadTask(
                        task.task(),
                        task.cause(),
                        attempts(tries.getOrDefault(task.task().id().toString(), ""))))
                .toList();
    }

    private static List<FailedAttempt> attempts(String lines) {
        return lines.lines()
                .skip(1)
                .map(DeadTasks::attempt)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<FailedAttempt> attempt(String line) {
        Matcher fields = ATTEMPT.matcher(line);
        if (!fields.matches()) {
            return Optional.empty();
        }
        return Optional.of(new FailedAttempt(
                Instant.ofEpochMilli(Long.parseLong(fields.group(1))),
                new WorkerId(fields.group(2)),
                FailedAttempt.Kind.valueOf(fields.group(3)),
                fields.group(4)));
    }

    /** As the broker keeps it. */
    private static String entry(DeadTask task) {
        return task.cause() + "\n" + TaskElement.encode(task.task());
    }
}
