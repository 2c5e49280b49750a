package org.virnucpro.coordinator.http;

import java.time.Duration;

/**
 * What one client, and all of them together, may take up.
 *
 * @param connections at the same time; more are closed at once
 * @param eventStreams of these connections that may listen to events
 * @param uriBytes of the request line
 * @param headerBytes of all headers together
 * @param bodyBytes of a request
 * @param requestTime from the first byte of a request to its last one
 * @param idleTime between two requests of a connection
 * @param writeTime that a client may take to read what was written
 * @param pendingBytes of answers that clients have not read yet, all together
 * @param eventBytes that one event stream may be behind
 * @param threads that answer
 * @param waiting requests that wait for one of them
 */
public record HttpLimits(
        int connections,
        int eventStreams,
        int uriBytes,
        int headerBytes,
        int bodyBytes,
        Duration requestTime,
        Duration idleTime,
        Duration writeTime,
        long pendingBytes,
        long eventBytes,
        int threads,
        int waiting) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            256,
            64,
            4096,
            16384,
            1 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            64L << 20,
            2L << 20,
            4,
            64);
}
