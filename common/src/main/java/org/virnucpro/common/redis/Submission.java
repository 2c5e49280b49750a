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
 * queue, since they could overtake each other and the order of a queue matters.
 */
final class Submission {

    private static final int BATCH = 500;
    private static final int IN_FLIGHT = 4;

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
        return added;
    }

    private int sendHeads(Collection<List<Task>> round) {
        List<CompletableFuture<List<Object>>> replies = round.stream()
                .map(tasks -> start(tasks.subList(0, Math.min(BATCH, tasks.size()))))
                .toList();
        return replies.stream()
                .mapToInt(reply -> added(RedisCalls.await(RedisScript.SUBMIT, reply)))
                .sum();
    }

    private CompletableFuture<List<Object>> start(List<Task> tasks) {
        WorkerId home = tasks.get(0).home();
        List<String> arguments = new ArrayList<>(tasks.size() + 1);
        arguments.add(home.value());
        tasks.forEach(task -> arguments.add(TaskElement.encode(task)));
        return calls.start(RedisScript.SUBMIT, keys.withQueues(List.of(home)), arguments);
    }

    private static int added(List<Object> reply) {
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
