package org.virnucpro.common.testkit;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;
import org.virnucpro.common.task.RunId;

/**
 * The keys of a run, read in one go. Two snapshots are equal when everything but the deadlines is.
 *
 * @param queues elements by worker
 * @param deadlinesByTask of leased tasks, ms
 * @param leases "worker newline element" by task
 * @param held task by worker
 * @param eventCounts number of events by type
 * @param aside elements that were set aside, the least demanding first
 * @param places u32 per task: number of the queue in which it is
 */
public record RunKeysSnapshot(
        ByteBuffer states,
        ByteBuffer tokens,
        int attempts,
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
        ByteBuffer places) {

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

    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // the batch returns all replies
    static RunKeysSnapshot of(TestRedis redis, RunId run) {
        RedissonClient client = redis.client();
        String prefix = "vnp:{" + run + "}:";
        StringCodec text = StringCodec.INSTANCE;
        List<String> owners =
                List.copyOf(client.<String, String>getMap(prefix + "rw", text).readAllKeySet());
        RBatch batch = client.createBatch();
        batch.getBucket(prefix + "st", ByteArrayCodec.INSTANCE).getAsync();
        batch.getBucket(prefix + "tok", ByteArrayCodec.INSTANCE).getAsync();
        batch.getMap(prefix + "meta", text).getAsync("attempts");
        batch.getList(prefix + "rq", text).readAllAsync();
        batch.getList(prefix + "dead", text).readAllAsync();
        batch.getScoredSortedSet(prefix + "lz", text).entryRangeAsync(0, -1);
        batch.getMap(prefix + "lh", text).readAllMapAsync();
        batch.getMap(prefix + "sl", text).readAllMapAsync();
        batch.getMap(prefix + "wi", text).readAllMapAsync();
        batch.getMap(prefix + "cnt", text).readAllMapAsync();
        batch.getMap(prefix + "rw", text).readAllMapAsync();
        batch.<String, String>getStream(prefix + "ev", text).rangeAsync(StreamMessageId.MIN, StreamMessageId.MAX);
        batch.<String>getScoredSortedSet(prefix + "big", text).valueRangeAsync(0, -1);
        batch.getBucket(prefix + "at", ByteArrayCodec.INSTANCE).getAsync();
        owners.forEach(owner -> batch.getList(prefix + "q:" + owner, text).readAllAsync());
        List<Object> replies = (List<Object>) batch.execute().getResponses();

        Map<String, List<String>> queues = new TreeMap<>();
        for (int i = 0; i < owners.size(); i++) {
            queues.put(owners.get(i), (List<String>) replies.get(14 + i));
        }
        Map<Integer, Double> deadlines = new TreeMap<>();
        ((Iterable<ScoredEntry<String>>) replies.get(5))
                .forEach(entry -> deadlines.put(Integer.parseInt(entry.getValue()), entry.getScore()));
        Map<String, Long> events = new TreeMap<>();
        ((Map<StreamMessageId, Map<String, String>>) replies.get(11))
                .values()
                .forEach(event -> events.merge(event.get("t"), 1L, Long::sum));
        return new RunKeysSnapshot(
                ByteBuffer.wrap((byte[]) replies.get(0)),
                ByteBuffer.wrap((byte[]) replies.get(1)),
                Integer.parseInt((String) replies.get(2)),
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
                List.copyOf((Collection<String>) replies.get(12)),
                ByteBuffer.wrap((byte[]) replies.get(13)));
    }

    public int state(int task) {
        return states.get(task);
    }

    public int place(int task) {
        return places.getInt(task * Integer.BYTES);
    }

    public long token(int task) {
        return tokens.getLong(task * Long.BYTES);
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

    public long events(String type) {
        return eventCounts.getOrDefault(type, 0L);
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
