package org.virnucpro.worker.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub with one model on this machine, with faults on demand. */
final class FakeHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final HttpServer server;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean ranges = true;
    private final AtomicInteger breaksLeft = new AtomicInteger();
    private final AtomicInteger errorsLeft = new AtomicInteger();
    private volatile boolean damaged;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeHub with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** The next {@code count} downloads of weights end after half of what was asked for. */
    FakeHub breaking(int count) {
        breaksLeft.set(count);
        return this;
    }

    FakeHub failing(int count) {
        errorsLeft.set(count);
        return this;
    }

    FakeHub withoutRanges() {
        ranges = false;
        return this;
    }

    FakeHub damaging() {
        damaged = true;
        return this;
    }

    /** Path, range and token of every request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(path
                + (range == null ? "" : " " + range)
                + (exchange.getRequestHeaders().containsKey("Authorization") ? " token" : ""));
        try (exchange) {
            if (errorsLeft.getAndDecrement() > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else if (path.equals("/api/models/some/model/revision/main")) {
                byte[] listing = listing().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, listing.length);
                exchange.getResponseBody().write(listing);
            } else if (path.startsWith("/some/model/resolve/" + COMMIT + "/")) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "http://localhost:" + server.getAddress().getPort() + "/store"
                                        + path.substring(path.lastIndexOf('/')));
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/store/")) {
                send(exchange, files.get(path.substring("/store/".length())), range);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
        int from = 0;
        if (range != null && ranges) {
            from = Integer.parseInt(range.replaceAll("\\D+", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        byte[] sent = content.clone();
        if (damaged) {
            sent[sent.length - 1]++;
        }
        int length = content.length - from;
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
        OutputStream body = exchange.getResponseBody();
        if (content.length > 1000 && breaksLeft.getAndDecrement() > 0) {
            body.write(sent, from, length / 2);
            body.flush();
            throw new IOException("broken off as asked");
        }
        body.write(sent, from, length);
    }

    private String listing() {
        StringBuilder siblings = new StringBuilder();
        files.forEach((name, content) -> siblings.append(siblings.length() == 0 ? "" : ",")
                .append("{\"rfilename\":\"")
                .append(name)
                .append("\",\"size\":")
                .append(content.length)
                .append(",\"blobId\":\"")
                .append(gitId(content))
                .append('"')
                .append(
                        content.length > 1000
                                ? ",\"lfs\":{\"sha256\":\"" + sum("SHA-256", content) + "\",\"size\":" + content.length
                                        + "}"
                                : "")
                .append('}'));
        return "{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}";
    }

    private static String gitId(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return sum("SHA-1", all);
    }

    static String sum(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
