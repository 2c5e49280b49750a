package org.virnucpro.worker.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.metrics.Exposition;

/** Serves {@code /metrics} and nothing else, with the JDK's own server. Close it to free the port. */
public final class MetricsServer implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]/\\s]+):)?(\\d{1,5})");
    private static final int BACKLOG = 16;
    private static final int THREADS = 2;
    private static final int WAITING = 16;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private MetricsServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to serve.
     *
     * @param address {@code HOST:PORT}, or {@code PORT} of the loopback interface; port 0: any that is free
     * @throws IllegalArgumentException when the address has another form
     * @throws IOException when it is not to be had
     */
    public static MetricsServer start(String address, Exposition exposition) throws IOException {
        Matcher form = ADDRESS.matcher(address);
        if (!form.matches() || Integer.parseInt(form.group(2)) > 65535) {
            throw new IllegalArgumentException("'" + address + "' is not HOST:PORT, such as 127.0.0.1:9471");
        }
        String host = form.group(1) == null ? "127.0.0.1" : form.group(1);
        InetSocketAddress socket =
                new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(form.group(2)));
        HttpServer server;
        try {
            server = HttpServer.create(socket, BACKLOG);
        } catch (IOException taken) {
            throw new IOException("cannot listen on " + address + ": " + taken.getMessage(), taken);
        }
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "worker-metrics");
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> answer(exchange, exposition));
        server.start();
        return new MetricsServer(server, threads);
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Exposition exposition) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] text = exposition.text().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", Exposition.CONTENT_TYPE);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }
}
