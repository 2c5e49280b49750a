package org.virnucpro.common.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virnucpro.common.task.RunId;

/**
 * The laws that the keys of a run obey between any two calls (QUEUE_PROTOCOL.md, section 8). Reads the keys as they are,
 * without the code under test; nothing else may work on the run meanwhile.
 */
public final class QueueInvariants {

    private static final int PENDING = 1;
    private static final int LEASED = 2;
    private static final int DONE = 3;
    private static final int DEAD = 4;
    private static final int CANCELLED = 5;

    private final RunKeysSnapshot keys;

    private QueueInvariants(RunKeysSnapshot keys) {
        this.keys = keys;
    }

    /** Fails with what is broken; returns the keys as they were found. */
    public static RunKeysSnapshot check(TestRedis redis, RunId run) {
        QueueInvariants invariants = new QueueInvariants(RunKeysSnapshot.of(redis, run));
        invariants.checkLists();
        invariants.checkPlaces();
        invariants.checkLeases();
        invariants.checkCounters();
        invariants.checkTokensAndAttempts();
        invariants.checkEvents();
        return invariants.keys;
    }

    private void checkLists() {
        List<Integer> pending = new ArrayList<>();
        Map<String, List<String>> lists = new TreeMap<>(keys.queues());
        lists.put("+", keys.retry());
        lists.put("+ set aside", keys.aside());
        lists.forEach((name, elements) -> elements.forEach(element -> {
            int id = id(element);
            if (keys.state(id) == PENDING) {
                pending.add(id);
            } else {
                assertThat(keys.state(id))
                        .as("state of task %s in list %s", id, name)
                        .isEqualTo(CANCELLED);
            }
        }));
        assertThat(pending).as("pending tasks in lists").containsExactlyInAnyOrderElementsOf(keys.inState(PENDING));
        keys.queues()
                .forEach((worker, elements) -> assertThat(keys.costs().get(worker))
                        .as("queued cost of %s", worker)
                        .isEqualTo(elements.stream()
                                .mapToLong(element -> field(element, 2))
                                .sum()));
        assertThat(keys.dead().stream().map(entry -> id(entry.substring(entry.lastIndexOf('\n') + 1))))
                .as("dead tasks")
                .containsExactlyInAnyOrderElementsOf(keys.inState(DEAD));
    }

    /** Every task in a worker's queue is known to be there, and so is the number of tombstones. */
    private void checkPlaces() {
        Map<Integer, Integer> places = new TreeMap<>();
        keys.queues().forEach((worker, elements) -> {
            int number = (int) count("queue:" + worker);
            elements.forEach(element -> places.put(id(element), number));
            assertThat(count("tombs:" + number))
                    .as("tombstones in the queue of %s", worker)
                    .isEqualTo(elements.stream()
                            .filter(element -> keys.state(id(element)) == CANCELLED)
                            .count());
        });
        for (int task = 0; task < keys.states().capacity(); task++) {
            assertThat(keys.place(task)).as("place of %s", task).isEqualTo(places.getOrDefault(task, 0));
        }
    }

    private void checkLeases() {
        Set<Integer> leased = new TreeSet<>(keys.inState(LEASED));
        assertThat(keys.deadlines().keySet()).as("deadlines").containsExactlyInAnyOrderElementsOf(leased);
        assertThat(keys.leases().keySet()).as("leases").containsExactlyInAnyOrderElementsOf(leased);
        assertThat(keys.held().values()).as("held tasks").containsExactlyInAnyOrderElementsOf(leased);
        keys.held().forEach((worker, id) -> {
            assertThat(keys.leases().get(id)).as("lease of %s", id).startsWith(worker + "\n" + id + " ");
            assertThat(keys.members().get(worker))
                    .as("membership of %s, which holds %s", worker, id)
                    .isNotNull()
                    .doesNotStartWith("departed ");
        });
    }

    private void checkCounters() {
        assertThat(count("pending"))
                .as("pending")
                .isEqualTo(keys.inState(PENDING).size());
        assertThat(count("leased")).as("leased").isEqualTo(keys.inState(LEASED).size());
        assertThat(count("done")).as("done").isEqualTo(keys.inState(DONE).size());
        assertThat(count("dead")).as("dead").isEqualTo(keys.inState(DEAD).size());
        assertThat(count("cancelled"))
                .as("cancelled")
                .isEqualTo(keys.inState(CANCELLED).size());
        assertThat(count("pending") + count("leased") + count("done") + count("dead") + count("cancelled"))
                .as("submitted")
                .isEqualTo(count("submitted"));
        assertThat(sum("tasks:")).as("done by workers").isEqualTo(count("done"));
        assertThat(sum("steal:")).as("stolen by workers").isEqualTo(count("steal"));
        assertThat(keys.counters().values()).as("counters").allMatch(value -> value >= 0);
    }

    private void checkTokensAndAttempts() {
        for (int state : List.of(LEASED, DONE, DEAD)) {
            keys.inState(state)
                    .forEach(id ->
                            assertThat(keys.token(id)).as("token of %s", id).isPositive());
        }
        List<String> elements = new ArrayList<>(keys.retry());
        keys.leases().values().forEach(lease -> elements.add(lease.substring(lease.indexOf('\n') + 1)));
        assertThat(elements).as("attempts").allMatch(element -> field(element, 1) <= keys.attempts());
    }

    private void checkEvents() {
        assertThat(keys.events("STEAL")).as("steal events").isEqualTo(count("steal"));
        assertThat(keys.events("DONE")).as("done events").isEqualTo(count("done"));
        assertThat(keys.events("DEAD")).as("dead events").isEqualTo(count("dead"));
    }

    private long count(String name) {
        return keys.counters().getOrDefault(name, 0L);
    }

    private long sum(String prefix) {
        return keys.counters().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static int id(String element) {
        return (int) field(element, 0);
    }

    private static long field(String element, int position) {
        return Long.parseLong(element.split(" ", -1)[position]);
    }
}
