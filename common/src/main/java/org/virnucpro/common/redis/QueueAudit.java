package org.virnucpro.common.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The laws that the keys of a run obey between any two calls (QUEUE_PROTOCOL.md, section 8), held against one snapshot; says in
 * words what is broken. Confined to one thread.
 */
public final class QueueAudit {

    private static final int PENDING = 1;
    private static final int LEASED = 2;
    private static final int DONE = 3;
    private static final int DEAD = 4;
    private static final int CANCELLED = 5;
    private static final int SPLIT = 6;

    private final RunKeysSnapshot keys;
    private final List<String> findings = new ArrayList<>();

    private QueueAudit(RunKeysSnapshot keys) {
        this.keys = keys;
    }

    /** What is broken in the queues; empty when nothing is. */
    public static List<String> ofQueues(RunKeysSnapshot keys) {
        QueueAudit audit = new QueueAudit(keys);
        audit.checkLists();
        audit.checkDead();
        audit.checkPlaces();
        audit.checkLeases();
        audit.checkCounters();
        audit.checkTokensAndAttempts();
        return audit.findings;
    }

    /** What is broken in the events, of which the oldest are dropped in a very long run. */
    public static List<String> ofEvents(RunKeysSnapshot keys) {
        QueueAudit audit = new QueueAudit(keys);
        audit.checkEvents();
        return audit.findings;
    }

    private void checkLists() {
        Map<Integer, String> found = new HashMap<>();
        Map<String, List<String>> lists = new TreeMap<>(keys.queues());
        lists.put("+ (tasks to be tried again)", keys.retry());
        lists.put("+ (set aside)", keys.aside());
        lists.put("+ (waiting)", List.copyOf(keys.waiting().byElement().keySet()));
        lists.forEach((name, elements) -> elements.forEach(element -> {
            int id = id(element);
            if (id < 0) {
                findings.add("list " + name + " has an entry that is no task: " + element);
            } else if (keys.state(id) == PENDING) {
                String other = found.put(id, name);
                if (other != null) {
                    findings.add("task " + id + " is in two lists: " + other + " and " + name);
                }
            } else if (keys.state(id) != CANCELLED) {
                findings.add("list " + name + " has an entry for task " + id + ", which is " + word(keys.state(id)));
            }
        }));
        keys.inState(PENDING).stream()
                .filter(id -> !found.containsKey(id))
                .forEach(id -> findings.add("task " + id + " is pending, but in no list"));
        keys.queues().forEach((worker, elements) -> {
            long cost =
                    elements.stream().mapToLong(element -> field(element, 2)).sum();
            same("queued cost of " + worker, keys.costs().getOrDefault(worker, 0L), cost);
        });
    }

    private void checkDead() {
        Set<Integer> listed = new TreeSet<>();
        for (String entry : keys.dead()) {
            int id = id(entry.substring(entry.lastIndexOf('\n') + 1));
            if (keys.state(id) != DEAD) {
                findings.add("the list of dead tasks has task " + id + ", which is " + word(keys.state(id)));
            } else if (!listed.add(id)) {
                findings.add("the list of dead tasks has task " + id + " twice");
            }
        }
        keys.inState(DEAD).stream()
                .filter(id -> !listed.contains(id))
                .forEach(id -> findings.add("task " + id + " is dead, but not in the list of dead tasks"));
    }

    /** Every task in a worker's queue is known to be there, and so is the number of tombstones. */
    private void checkPlaces() {
        Map<Integer, Long> places = new HashMap<>();
        keys.queues().forEach((worker, elements) -> {
            long number = count("queue:" + worker);
            elements.forEach(element -> places.put(id(element), number));
            long tombs = elements.stream()
                    .filter(element -> keys.state(id(element)) == CANCELLED)
                    .count();
            same("number of tombstones in the queue of " + worker, count("tombs:" + number), tombs);
        });
        for (int task = 0; task < keys.states().capacity(); task++) {
            same("place of task " + task, keys.place(task), places.getOrDefault(task, 0L));
        }
    }

    private void checkLeases() {
        Set<Integer> leased = new TreeSet<>(keys.inState(LEASED));
        Set<Integer> all = new TreeSet<>(leased);
        all.addAll(keys.deadlines().keySet());
        all.addAll(keys.leases().keySet());
        all.addAll(keys.held().values());
        for (int id : all) {
            if (!leased.contains(id)) {
                findings.add("task " + id + " is " + word(keys.state(id)) + ", but has traces of a lease");
                continue;
            }
            String lease = keys.leases().get(id);
            if (lease == null) {
                findings.add("task " + id + " is leased, but nobody has the lease");
            }
            if (!keys.deadlines().containsKey(id)) {
                findings.add("the lease of task " + id + " never ends");
            }
            long holders =
                    keys.held().values().stream().filter(held -> held == id).count();
            if (holders != 1) {
                findings.add("task " + id + " is held by " + holders + " workers");
            }
        }
        keys.held().forEach((worker, id) -> {
            if (!Objects.requireNonNullElse(keys.leases().get(id), "").startsWith(worker + "\n" + id + " ")) {
                findings.add("worker " + worker + " holds task " + id + ", but the lease does not say so");
            }
            String member = keys.members().get(worker);
            if (member == null || member.startsWith("departed ")) {
                findings.add("worker " + worker + " holds task " + id + ", but is no member");
            }
        });
    }

    private void checkCounters() {
        same("number of pending tasks", count("pending"), keys.inState(PENDING).size());
        same("number of leased tasks", count("leased"), keys.inState(LEASED).size());
        same("number of done tasks", count("done"), keys.inState(DONE).size());
        same("number of dead tasks", count("dead"), keys.inState(DEAD).size());
        same(
                "number of cancelled tasks",
                count("cancelled"),
                keys.inState(CANCELLED).size());
        same("number of split tasks", count("split"), keys.inState(SPLIT).size());
        same(
                "number of submitted tasks",
                count("submitted"),
                keys.states().capacity() - keys.inState(0).size());
        if (keys.setting("tasks") < keys.setting("planned") + count("split")) {
            findings.add("the run waits for " + keys.setting("tasks") + " tasks, fewer than " + keys.setting("planned")
                    + " and one for each of " + count("split") + " splits");
        }
        same("tasks done by workers", sum("tasks:") + count("restored"), count("done"));
        same("tasks stolen by workers", sum("steal:"), count("steal"));
        keys.counters().forEach((name, value) -> {
            if (value < 0) {
                findings.add("the counter " + name + " is negative: " + value);
            }
        });
    }

    private void checkTokensAndAttempts() {
        for (int state : List.of(LEASED, DONE, DEAD)) {
            keys.inState(state).stream()
                    .filter(id -> keys.token(id) <= 0)
                    .forEach(id -> findings.add("task " + id + " is " + word(state) + ", but was never taken"));
        }
        List<String> elements = new ArrayList<>(keys.retry());
        keys.leases().values().forEach(lease -> elements.add(lease.substring(lease.indexOf('\n') + 1)));
        elements.addAll(keys.waiting().byElement().keySet());
        elements.addAll(keys.aside());
        int attempts = keys.setting("attempts");
        int losses = keys.setting("losses");
        elements.stream()
                .filter(element -> field(element, 1) > attempts + losses - 1)
                .forEach(element -> findings.add("task " + id(element) + " has too many attempts"));
        for (int state : List.of(PENDING, LEASED)) {
            keys.inState(state).stream()
                    .filter(id -> keys.used(id)[0] >= attempts || keys.used(id)[1] >= losses)
                    .forEach(id -> findings.add("task " + id + " is out of attempts, but " + word(state)));
        }
        keys.inState(DEAD).stream()
                .filter(id -> keys.used(id)[0] != attempts && keys.used(id)[1] != losses)
                .forEach(id -> findings.add("task " + id + " is dead, but not out of attempts"));
    }

    private void checkEvents() {
        same("number of STEAL events", keys.events("STEAL"), count("steal"));
        same("number of DONE and RESTORE events", keys.events("DONE") + keys.events("RESTORE"), count("done"));
        same("number of SPLIT events", keys.events("SPLIT"), count("split"));
        same(
                "tasks that died and are neither split nor tried again",
                keys.events("DEAD") - keys.events("REVIVE") - keys.events("SPLIT") + count("resplit"),
                count("dead"));
    }

    private void same(String what, long said, long is) {
        if (said != is) {
            findings.add(what + ": " + said + " is said, " + is + " is so");
        }
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

    private static String word(int state) {
        return switch (state) {
            case PENDING -> "pending";
            case LEASED -> "leased";
            case DONE -> "done";
            case DEAD -> "dead";
            case CANCELLED -> "cancelled";
            case SPLIT -> "split";
            default -> "unknown";
        };
    }

    private static int id(String element) {
        return (int) field(element, 0);
    }

    /** A number of an element; -1 when it has none there. */
    private static long field(String element, int position) {
        String[] fields = element.split(" ", -1);
        boolean isNumber = position < fields.length && fields[position].matches("\\d{1,9}|\\d{10,12}");
        return isNumber ? Long.parseLong(fields[position]) : -1;
    }
}
