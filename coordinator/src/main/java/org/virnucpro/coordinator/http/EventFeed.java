package org.virnucpro.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Server-sent events for many clients. An event is encoded once, whoever listens. A new client gets the newest state of every
 * subject; one that comes back with {@code Last-Event-ID} gets what it missed, or, when that is too long ago, an event
 * {@code reset} and the newest states. Thread-safe.
 */
public final class EventFeed {

    private static final int KEPT_BYTES = 4 << 20;

    /** Somebody who listens. Must not block. */
    interface Listener {
        /** Takes an encoded event; false: it is too far behind and gets no more. */
        boolean offer(byte[] event);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Kept(long number, byte[] event) {}

    private final String start = UUID.randomUUID().toString().substring(0, 8);
    private final Set<Listener> listeners = new CopyOnWriteArraySet<>();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Map<String, Kept> states = new LinkedHashMap<>();
    private long keptBytes;
    private long number;

    /** How many listen. */
    public int listeners() {
        return listeners.size();
    }

    /**
     * Something has happened that a client must not miss.
     *
     * @param type the event's type
     * @param json one line
     */
    public synchronized void happened(String type, String json) {
        send(keep(type, json));
    }

    /**
     * The state of a subject has changed; an older one is worth nothing any more.
     *
     * @param subject whose state it is; one state of each is given to new clients
     * @param type the event's type
     * @param json one line
     */
    public synchronized void changed(String subject, String type, String json) {
        Kept now = keep(type, json);
        states.remove(subject);
        states.put(subject, now);
        send(now);
    }

    /** A subject is gone; new clients hear nothing of it. */
    public synchronized void forget(String subject) {
        states.remove(subject);
    }

    /** Sends every client a comment, which shows that the connection lives. */
    public synchronized void alive() {
        byte[] comment = ": alive\n\n".getBytes(StandardCharsets.UTF_8);
        listeners.removeIf(listener -> !listener.offer(comment));
    }

    /** @param lastEventId what the client saw last; empty for a new one */
    synchronized void subscribe(Listener listener, Optional<String> lastEventId) {
        List<byte[]> first = new ArrayList<>();
        Optional<Long> seen = lastEventId.flatMap(this::numberOf);
        boolean complete = seen.isPresent()
                && (kept.isEmpty()
                        ? seen.get() == number
                        : seen.get() >= kept.getFirst().number() - 1);
        if (complete) {
            kept.stream().filter(event -> event.number() > seen.get()).forEach(event -> first.add(event.event()));
        } else {
            if (lastEventId.isPresent()) {
                first.add(encode("reset", "{}", number));
            }
            states.values().forEach(state -> first.add(state.event()));
        }
        for (byte[] event : first) {
            if (!listener.offer(event)) {
                return;
            }
        }
        listeners.add(listener);
    }

    void unsubscribe(Listener listener) {
        listeners.remove(listener);
    }

    private Kept keep(String type, String json) {
        number++;
        Kept event = new Kept(number, encode(type, json, number));
        kept.addLast(event);
        keptBytes += event.event().length;
        while (keptBytes > KEPT_BYTES && kept.size() > 1) {
            keptBytes -= kept.removeFirst().event().length;
        }
        return event;
    }

    private void send(Kept event) {
        listeners.removeIf(listener -> !listener.offer(event.event()));
    }

    private Optional<Long> numberOf(String id) {
        int dash = id.indexOf('-');
        if (dash < 0 || !id.substring(0, dash).equals(start)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(id.substring(dash + 1))).filter(value -> value >= 0 && value <= number);
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    private byte[] encode(String type, String json, long id) {
        if (json.indexOf('\n') >= 0 || json.indexOf('\r') >= 0 || type.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("an event is one line of JSON");
        }
        return ("id: " + start + "-" + id + "\nevent: " + type + "\ndata: " + json + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
