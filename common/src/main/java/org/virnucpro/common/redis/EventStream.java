package org.virnucpro.common.redis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redisson.api.RStream;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadArgs;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.TaskId;

/** Reads the stream of events that the scripts write. */
final class EventStream {

    private EventStream() {}

    static List<QueueEvent> read(RStream<String, String> stream, String afterId, int limit) {
        return stream.read(StreamReadArgs.greaterThan(position(afterId)).count(limit)).entrySet().stream()
                .map(entry -> event(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static StreamMessageId position(String id) {
        if (id.isEmpty()) {
            return new StreamMessageId(0, 0);
        }
        String[] parts = id.split("-", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not the id of an event: '" + id + "'");
        }
        return new StreamMessageId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    private static QueueEvent event(StreamMessageId id, Map<String, String> fields) {
        String task = text(fields, "task");
        try {
            return new QueueEvent(
                    id.toString(),
                    Instant.ofEpochMilli(id.getId0()),
                    QueueEvent.Type.valueOf(text(fields, "t")),
                    task.isEmpty() ? Optional.empty() : Optional.of(new TaskId(Integer.parseInt(task))),
                    text(fields, "src"),
                    text(fields, "dst"),
                    text(fields, "why"),
                    Long.parseLong(fields.getOrDefault("seq", "0")),
                    Long.parseLong(fields.getOrDefault("ms", "0")));
        } catch (IllegalArgumentException e) {
            throw new BrokerException("Redis holds an event that this version cannot read: " + id + " " + fields, e);
        }
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }
}
