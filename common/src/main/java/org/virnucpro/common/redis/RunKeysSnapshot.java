package org.virnucpro.common.redis;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;
import org.virnucpro.common.task.RunId;

/**
 * The keys of a run, read in one transaction. Two snapshots are equal when everything but the deadlines is.
 *
 * @param queues elements by worker
 * @param deadlinesByTask of leased tasks, ms
 * @param leases "worker newline element" by task
 * @param held task by worker
 * @param eventCounts number of events by type
 * @param aside elements that were set aside, the least demanding first
 * @param places u32 per task: number of the queue in which it is
 * @param waiting elements that wait for their next attempt
 * @param tries what is kept of attempts that counted, by task
 * @param settings of the run
 */
public record RunKeysSnapshot(
        ByteBuffer states,
        ByteBuffer tokens,
        Map<String, List<String>> queues,
        List<String> retry,
        List<String> dead,
        Deadlines deadlinesByTask,
        Map<Integer, String> leases,
        Map<String, Integer> held,
        Map<String, String> members,
        Map<String, Long> counters,
        Map<String, Long> costs,
        Map<String, Long> eventCounts,
        List<String> aside,
        ByteBuffer places,
        Waiting waiting,
        Map<Integer, String> tries,
        Map<String, String> settings) {

    /** Elements by the time from which on they may be taken; equal when the elements are. */
    public record Waiting(Map<String, Double> byElement) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Waiting waiting
                    && waiting.byElement.keySet().equals(byElement.keySet());
        }

        @Override
        public int hashCode() {
            return byElement.keySet().hashCode();
        }
    }

    /** Times of which a repeated call may change the value, but not the tasks. */
    public record Deadlines(Map<Integer, Double> byTask) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Deadlines deadlines
                    && deadlines.byTask.keySet().equals(byTask.keySet());
        }

        @Override
        public int hashCode() {
            return byTask.keySet().hashCode();
        }
    }

    /** With the events, which are read afterwards. */
    public static RunKeysSnapshot withEvents(RedissonClient client, RunId run) {
        Map<String, Long> events = new TreeMap<>();
        client.<String, String>getStream("vnp:{" + run + "}:ev", StringCodec.INSTANCE)
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values()
                .forEach(event -> events.merge(event.getOrDefault("t", ""), 1L, Long::sum));
        return of(client, run, events);
    }

    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // the batch returns all replies
    static RunKeysSnapshot of(RedissonClient client, RunId run, Map<String, Long> events) {
        String prefix = "vnp:{" + run + "}:";
        StringCodec text = StringCodec.INSTANCE;
        List<String> owners =
                List.copyOf(client.<String, String>getMap(prefix + "rw", text).readAllKeySet());
        RBatch batch =
                client.createBatch(BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
        batch.getBucket(prefix + "st", ByteArrayCodec.INSTANCE).getAsync();
        batch.getBucket(prefix + "tok", ByteArrayCodec.INSTANCE).getAsync();
        batch.<String, String>getMap(prefix + "meta", text)
                .getAllAsync(Set.of("attempts", "losses", "tasks", "planned"));
        batch.getList(prefix + "rq", text).readAllAsync();
        batch.getList(prefix + "dead", text).readAllAsync();
        batch.getScoredSortedSet(prefix + "lz", text).entryRangeAsync(0, -1);
        batch.getMap(prefix + "lh", text).readAllMapAsync();
        batch.getMap(prefix + "sl", text).readAllMapAsync();
        batch.getMap(prefix + "wi", text).readAllMapAsync();
        batch.getMap(prefix + "cnt", text).readAllMapAsync();
        batch.getMap(prefix + "rw", text).readAllMapAsync();
        batch.<String>getScoredSortedSet(prefix + "big", text).valueRangeAsync(0, -1);
        batch.getBucket(prefix + "at", ByteArrayCodec.INSTANCE).getAsync();
        batch.getScoredSortedSet(prefix + "later", text).entryRangeAsync(0, -1);
        batch.getMap(prefix + "tries", text).readAllMapAsync();
        owners.forEach(owner -> batch.getList(prefix + "q:" + owner, text).readAllAsync());
        List<Object> replies = (List<Object>) batch.execute().getResponses();

        Map<String, List<String>> queues = new TreeMap<>();
        for (int i = 0; i < owners.size(); i++) {
            queues.put(owners.get(i), (List<String>) replies.get(15 + i));
        }
        Map<Integer, Double> deadlines = new TreeMap<>();
        ((Iterable<ScoredEntry<String>>) replies.get(5))
                .forEach(entry -> deadlines.put(Integer.parseInt(entry.getValue()), entry.getScore()));
        Map<String, Double> waiting = new TreeMap<>();
        ((Iterable<ScoredEntry<String>>) replies.get(13))
                .forEach(entry -> waiting.put(entry.getValue(), entry.getScore()));
        return new RunKeysSnapshot(
                bytes(replies.get(0)),
                bytes(replies.get(1)),
                queues,
                (List<String>) replies.get(3),
                (List<String>) replies.get(4),
                new Deadlines(deadlines),
                map(replies.get(6), Integer::valueOf, value -> value),
                map(replies.get(7), key -> key, Integer::valueOf),
                map(replies.get(8), key -> key, value -> value),
                map(replies.get(9), key -> key, Long::valueOf),
                map(replies.get(10), key -> key, Long::valueOf),
                events,
                List.copyOf((Collection<String>) replies.get(11)),
                bytes(replies.get(12)),
                new Waiting(waiting),
                map(replies.get(14), Integer::valueOf, value -> value),
                map(replies.get(2), key -> key, value -> value));
    }

    public int state(int task) {
        return task >= 0 && task < states.capacity() ? states.get(task) : 0;
    }

    public int place(int task) {
        return (task + 1) * Integer.BYTES <= places.capacity() ? places.getInt(task * Integer.BYTES) : 0;
    }

    public long token(int task) {
        return (task + 1) * Long.BYTES <= tokens.capacity() ? tokens.getLong(task * Long.BYTES) : 0;
    }

    public List<Integer> inState(int code) {
        return IntStream.range(0, states.capacity())
                .filter(task -> state(task) == code)
                .boxed()
                .toList();
    }

    public Map<Integer, Double> deadlines() {
        return deadlinesByTask.byTask();
    }

    /** A number among the settings of the run. */
    public int setting(String name) {
        return Integer.parseInt(settings.getOrDefault(name, "0"));
    }

    /** Errors and losses of a task. */
    public int[] used(int task) {
        String[] numbers = tries.getOrDefault(task, "0 0")
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        return new int[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
    }

    public long events(String type) {
        return eventCounts.getOrDefault(type, 0L);
    }

    private static ByteBuffer bytes(@Nullable Object reply) {
        return ByteBuffer.wrap(reply == null ? new byte[0] : (byte[]) reply);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Map<K, V> map(Object reply, Function<String, K> key, Function<String, V> value) {
        return ((Map<String, String>) reply)
                .entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> key.apply(entry.getKey()),
                                entry -> value.apply(entry.getValue()),
                                (a, b) -> a,
                                LinkedHashMap::new));
    }
}
