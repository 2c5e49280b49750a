package org.virnucpro.common.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.virnucpro.common.testkit.TestRedis;

/** Visits every state that an {@link InterleavedRun} can come to; interleavings that meet in a state go on alike. */
final class Interleavings {

    private final Map<String, Set<String>> before = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Map<String, List<String>> pathTo = new LinkedHashMap<>();
    private int moves;

    /** @throws AssertionError at the first move that breaks an invariant, with the way to it */
    Interleavings(InterleavedRun.Story story, TestRedis redis, Function<RedisScript, String> scripts) {
        Deque<InterleavedRun> open = new ArrayDeque<>(List.of(new InterleavedRun(story, redis, scripts)));
        pathTo.put(open.element().state(), List.of());
        while (!open.isEmpty()) {
            InterleavedRun run = open.poll();
            for (String move : run.moves()) {
                InterleavedRun next = after(run, move);
                moves++;
                before.computeIfAbsent(next.state(), unseen -> new HashSet<>()).add(run.state());
                if (!pathTo.containsKey(next.state())) {
                    pathTo.put(next.state(), with(pathTo.get(run.state()), move));
                    open.add(next);
                } else {
                    next.forget();
                }
            }
            if (run.isOver()) {
                over.add(run.state());
            }
            run.forget();
        }
    }

    int states() {
        return pathTo.size();
    }

    int moves() {
        return moves;
    }

    /** Ways to states from which no end can be reached any more. */
    List<List<String>> stuck() {
        Set<String> ending = new HashSet<>(over);
        Deque<String> open = new ArrayDeque<>(over);
        while (!open.isEmpty()) {
            for (String earlier : before.getOrDefault(open.poll(), Set.of())) {
                if (ending.add(earlier)) {
                    open.add(earlier);
                }
            }
        }
        return pathTo.entrySet().stream()
                .filter(entry -> !ending.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private InterleavedRun after(InterleavedRun run, String move) {
        InterleavedRun next = new InterleavedRun(run);
        try {
            next.make(move);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    "after " + pathTo.get(run.state()) + " at '" + move + "': " + broken.getMessage(), broken);
        }
        return next;
    }

    private static List<String> with(List<String> path, String move) {
        List<String> further = new ArrayList<>(path);
        further.add(move);
        return further;
    }
}
