package org.virnucpro.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server over real sockets, with limits that are quick to reach. */
@Timeout(30)
final class HttpServerTest {

    private static final int BODY = 4096;

    private final EventFeed feed = new EventFeed();
    private final CountDownLatch release = new CountDownLatch(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.start(
                new HttpServer.Settings(
                        HttpAddress.loopback(0), List.of(), Optional.of(AccessToken.of("0123456789abcdef")), limits(8)),
                new Routes(List.of(
                        Route.get("/echo/{text}", request -> Response.text(request.parameter("text"))),
                        Route.get("/large", request -> Response.text("0123456789".repeat(1000))),
                        Route.get("/huge", request -> Response.bytes("application/octet-stream", new byte[24 << 20])),
                        Route.get("/wait", request -> {
                            awaitRelease();
                            return Response.text("waited");
                        }),
                        Route.vital("/healthz", request -> Response.text("ok")),
                        Route.get("/events", request -> new Response.Events(feed)),
                        Route.change("/size", request -> Response.text(Integer.toString(request.body().length))))));
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    @Test
    void an_answer_has_the_security_headers() throws Exception {
        HttpResponse<String> response = get("/echo/hello%20there");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello there");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void errors_are_json() throws Exception {
        HttpResponse<String> response = get("/nothing");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"not_found\"").contains("\"hint\":");
    }

    @Test
    void large_texts_are_compressed_for_those_who_can_read_it() throws Exception {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(uri("/large"))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
                .hasSize(10_000);
        assertThat(get("/large").body()).hasSize(10_000);
    }

    @Test
    void requests_sent_ahead_are_answered_in_order() throws Exception {
        try (Socket socket = socket()) {
            StringBuilder ahead = new StringBuilder();
            for (int at = 0; at < 50; at++) {
                ahead.append("GET /echo/").append(at).append(" HTTP/1.1\r\nHost: localhost\r\n");
                ahead.append(at == 49 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            send(socket, ahead.toString());
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> bodies = Stream.of(all.split("HTTP/1.1 200 OK", -1))
                    .skip(1)
                    .map(answer -> answer.substring(answer.indexOf("\r\n\r\n") + 4))
                    .toList();
            assertThat(bodies)
                    .isEqualTo(
                            IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void head_is_get_without_a_body() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri("/echo/abc"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).contains("3");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void what_is_too_large_is_refused() throws Exception {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(uri("/size")).header("Authorization", "Bearer 0123456789abcdef");
        assertThat(client.send(
                                post.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[BODY]))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("4096");
        assertThat(raw("POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n"))
                .contains(" 413 ");
        assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .contains(" 414 ");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(9000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(raw("GET / HTTP/1.1\r\n\r\n")).contains(" 400 ");
        assertThat(raw("\u0000\u0001 nonsense\r\n\r\n")).contains(" 400 ");
    }

    @Test
    void a_request_that_does_not_end_is_cut_off_however_often_a_byte_comes() throws Exception {
        try (Socket socket = socket()) {
            send(socket, "GET /echo/a HTTP/1.1\r\nHost: localhost\r\n");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        try {
                            send(socket, "X");
                            return socket.getInputStream().available() == 0 && isClosed(socket);
                        } catch (IOException closed) {
                            return true;
                        }
                    });
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        try (Socket socket = socket()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void more_connections_than_allowed_are_closed_and_the_others_go_on() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int at = 0; at < 8; at++) {
                open.add(socket());
                send(open.get(at), "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            try (Socket ninth = socket()) {
                assertThat(ninth.getInputStream().read()).isEqualTo(-1);
            }
            release.countDown();
            byte[] start = open.get(0).getInputStream().readNBytes(15);
            assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200 OK");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void health_answers_while_all_other_threads_wait_and_what_is_too_much_is_refused() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int at = 0; at < 5; at++) {
                open.add(socket());
                send(open.get(at), "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            await().until(() -> get("/echo/a").statusCode() == 503);
            assertThat(get("/healthz").body()).isEqualTo("ok");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void clients_that_do_not_read_take_no_more_memory_than_allowed() throws Exception {
        try (Socket slow = socket()) {
            send(slow, "GET /huge HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            await().until(() -> get("/huge").statusCode() == 503);
        }
        await().until(() -> get("/large").statusCode() == 200);
    }

    @Test
    void events_arrive_and_a_client_that_does_not_read_them_is_let_go() throws Exception {
        feed.changed("run", "run", "{\"done\":1}");
        try (Socket listening = socket();
                Socket slow = socket()) {
            send(slow, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            send(listening, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> feed.listeners() == 2);
            InputStream in = listening.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("{\"done\":1}") < 0) {
                text.append((char) in.read());
            }
            assertThat(text).contains("text/event-stream").contains("event: run");
            CountedBytes read = new CountedBytes();
            Thread reader = new Thread(() -> {
                try {
                    in.transferTo(read);
                } catch (IOException closed) {
                    // the test is over
                }
            });
            reader.start();
            String large = "{\"text\":\"" + "x".repeat(90_000) + "\"}";
            for (long sent = 90_000; feed.listeners() == 2; sent += 90_000) {
                long least = sent;
                feed.happened("steal", large);
                await().pollInterval(Duration.ofMillis(1)).until(() -> read.bytes.get() >= least);
            }
            assertThat(feed.listeners()).as("the one who reads").isEqualTo(1);
        }
        await().until(() -> {
            feed.alive();
            return feed.listeners() == 0;
        });
    }

    @Test
    void a_taken_port_is_named() {
        HttpServer.Settings same = HttpServer.Settings.of(server.address(), Optional.empty());
        assertThatThrownBy(() -> HttpServer.start(same, new Routes(List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on " + server.address());
    }

    private static HttpLimits limits(int connections) {
        return new HttpLimits(
                connections,
                2,
                4096,
                8192,
                BODY,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                30L << 20,
                200_000,
                2,
                2);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private URI uri(String path) {
        return URI.create("http://" + server.address() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Socket socket() throws IOException {
        return new Socket("127.0.0.1", server.address().port());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class CountedBytes extends OutputStream {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void write(int one) {
            bytes.incrementAndGet();
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes.addAndGet(length);
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
