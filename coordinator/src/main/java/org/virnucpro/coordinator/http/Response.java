package org.virnucpro.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a handler answers. */
public sealed interface Response {

    /**
     * A whole answer.
     *
     * @param headers beside those of the server; they win over its security headers
     * @param body encoded; the server compresses it when the client can read that
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Whole(int status, String contentType, Map<String, String> headers, byte[] body) implements Response {
        public Whole {
            headers = Map.copyOf(headers);
        }

        /** The same with one more header. */
        public Whole with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Whole(status, contentType, more, body);
        }
    }

    /** Server-sent events from now on, until the client leaves or is too slow. */
    record Events(EventFeed feed) implements Response {}

    /** 200 with a value that Jackson can write: maps, lists, texts, numbers, JSON nodes. */
    static Whole json(Object value) {
        return json(200, value);
    }

    /** A value that Jackson can write. */
    static Whole json(int status, Object value) {
        return new Whole(status, "application/json", Map.of(), Json.bytes(value));
    }

    /** 200 with text in UTF-8. */
    static Whole text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with bytes of any type. */
    static Whole bytes(String contentType, byte[] body) {
        return new Whole(200, contentType, Map.of(), body);
    }
}
