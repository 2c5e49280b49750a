package org.virnucpro.common.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/**
 * Sends many tasks in scripts of bounded size, a few at a time. Two scripts that are under way at once never concern the same
 * queue, since they could overtake each other and the order of a queue matters. Between the first and the last of several
 * nothing is stolen.
 */
final class Submission {

    private static final int BATCH = 500;
    private static final int IN_FLIGHT = 4;
    private static final String MORE = "MORE";
    private static final String LAST = "LAST";

    private final RedisCalls calls;
    private final RedisKeys keys;

    Submission(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    /** Returns how many tasks were new. */
    int send(List<Task> tasks) {
        Map<WorkerId, List<Task>> byHome = new LinkedHashMap<>();
        tasks.forEach(task ->
                byHome.computeIfAbsent(task.home(), home -> new ArrayList<>()).add(task));
        if (byHome.size() == 1 && tasks.size() <= BATCH) {
            return added(start(LAST, tasks.get(0).home(), tasks));
        }
        Deque<List<Task>> waiting = new ArrayDeque<>(byHome.values());
        int added = 0;
        while (!waiting.isEmpty()) {
            List<List<Task>> round = new ArrayList<>();
            while (round.size() < IN_FLIGHT && !waiting.isEmpty()) {
                round.add(waiting.poll());
            }
            added += sendHeads(round);
            round.stream()
                    .filter(rest -> rest.size() > BATCH)
                    .map(rest -> rest.subList(BATCH, rest.size()))
                    .forEach(waiting::add);
        }
        if (!tasks.isEmpty()) {
            added(start(LAST, tasks.get(0).home(), List.of()));
        }
        return added;
    }

    private int sendHeads(Collection<List<Task>> round) {
        List<CompletableFuture<List<Object>>> replies = round.stream()
                .map(tasks -> start(MORE, tasks.get(0).home(), tasks.subList(0, Math.min(BATCH, tasks.size()))))
                .toList();
        return replies.stream().mapToInt(Submission::added).sum();
    }

    private CompletableFuture<List<Object>> start(String more, WorkerId home, List<Task> tasks) {
        List<String> arguments = new ArrayList<>(tasks.size() + 2);
        arguments.add(home.value());
        arguments.add(more);
        tasks.forEach(task -> arguments.add(TaskElement.encode(task)));
        return calls.start(RedisScript.SUBMIT, keys.withQueues(List.of(home)), arguments);
    }

    private static int added(CompletableFuture<List<Object>> answer) {
        List<Object> reply = RedisCalls.await(RedisScript.SUBMIT, answer);
        return switch ((String) reply.get(0)) {
            case "ADDED" -> Integer.parseInt((String) reply.get(1));
            case "BAD" ->
                throw new IllegalArgumentException("a task is not one of this run: its id is not below the number"
                        + " of planned tasks (place " + reply.get(1) + " of a batch)");
            case "CLOSED" -> throw new IllegalStateException("the run takes no tasks: it is " + reply.get(1));
            default -> throw RedisCalls.unknown(RedisScript.SUBMIT, reply.get(0));
        };
    }
}
