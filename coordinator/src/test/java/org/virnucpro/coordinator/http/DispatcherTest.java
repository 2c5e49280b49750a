package org.virnucpro.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.BrokerException;

/** Who may do what, without a network. */
final class DispatcherTest {

    private static final String TOKEN = "0123456789abcdef0123";
    private static final Routes ROUTES = new Routes(List.of(
            Route.get("/read", request -> Response.text("read")),
            Route.change("/change", request -> Response.text("changed")),
            Route.get("/silent", request -> {
                throw new BrokerException("no answer");
            }),
            Route.get("/fault", request -> {
                throw new IllegalStateException("secret details");
            })));

    private final Dispatcher withToken = new Dispatcher(
            ROUTES, new HostPolicy(true, List.of("gpu.example.org")), Optional.of(AccessToken.of(TOKEN)));
    private final Dispatcher readOnly = new Dispatcher(ROUTES, new HostPolicy(true, List.of()), Optional.empty());
    private final Dispatcher exposed = new Dispatcher(ROUTES, new HostPolicy(false, List.of()), Optional.empty());

    @Test
    void reads_need_no_token() {
        assertThatCode(() -> withToken.admit(request("GET", "/read", Map.of()))).doesNotThrowAnyException();
    }

    @Test
    void a_change_needs_the_token() {
        assertThatCode(() -> withToken.admit(request("POST", "/change", Map.of("authorization", "Bearer " + TOKEN))))
                .doesNotThrowAnyException();
        refused(withToken, request("POST", "/change", Map.of()), 401);
        refused(withToken, request("POST", "/change", Map.of("authorization", "Bearer " + TOKEN + "x")), 401);
        refused(withToken, request("POST", "/change", Map.of("authorization", "Basic " + TOKEN)), 401);
        refused(withToken, request("POST", "/change", Map.of("authorization", "Bearer ")), 401);
    }

    @Test
    void without_a_token_nothing_can_be_changed() {
        refused(readOnly, request("POST", "/change", Map.of("authorization", "Bearer " + TOKEN)), 403);
    }

    @Test
    void a_name_that_was_made_to_point_here_is_refused() {
        refused(withToken, request("GET", "/read", Map.of("host", "evil.example.com")), 421);
        refused(withToken, request("GET", "/read", Map.of("host", "evil.example.com:8470")), 421);
        refused(withToken, request("GET", "/read", Map.of("host", "localhost.evil.example.com")), 421);
        refused(withToken, request("GET", "/read", Map.of("host", "coordinator")), 421);
        refused(exposed, request("GET", "/read", Map.of("host", "evil.example.com")), 421);
    }

    @Test
    void addresses_tunnels_and_given_names_are_admitted() {
        for (String host : List.of("localhost:9000", "127.0.0.1", "[::1]:8470", "GPU.example.org", "10.1.2.3:80")) {
            assertThatCode(() -> withToken.admit(request("GET", "/read", Map.of("host", host))))
                    .as(host)
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> exposed.admit(request("GET", "/read", Map.of("host", "coordinator:8470"))))
                .as("a name of the local network, of a server that listens there")
                .doesNotThrowAnyException();
    }

    @Test
    void a_page_of_another_site_is_refused_even_with_the_token() {
        Map<String, String> right = Map.of("authorization", "Bearer " + TOKEN);
        refused(withToken, request("POST", "/change", with(right, "origin", "https://evil.example.com")), 403);
        refused(withToken, request("POST", "/change", with(right, "origin", "null")), 403);
        refused(withToken, request("POST", "/change", with(right, "sec-fetch-site", "cross-site")), 403);
        assertThatCode(() ->
                        withToken.admit(request("POST", "/change", with(right, "origin", "http://localhost:8470"))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_silent_broker_is_503_and_a_fault_tells_no_details() {
        assertThat(answer("/silent").status()).isEqualTo(503);
        Response.Whole fault = answer("/fault");
        assertThat(fault.status()).isEqualTo(500);
        assertThat(new String(fault.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"code\":\"internal\"")
                .doesNotContain("secret details");
    }

    @Test
    void a_token_is_long_enough_and_plain() {
        assertThatThrownBy(() -> AccessToken.of("short")).hasMessageContaining("16");
        assertThatThrownBy(() -> AccessToken.of("0123456789 0123456789")).hasMessageContaining("spaces");
        assertThat(AccessToken.of(AccessToken.fresh()).is(TOKEN)).isFalse();
    }

    private Response.Whole answer(String path) {
        Request request = request("GET", path, Map.of());
        return (Response.Whole) withToken.answer(withToken.admit(request), request);
    }

    private static void refused(Dispatcher dispatcher, Request request, int status) {
        assertThatThrownBy(() -> dispatcher.admit(request))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(status));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return more;
    }

    private static Request request(String method, String path, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of("host", "localhost:8470"));
        all.putAll(headers);
        return new Request(method, path, Map.of(), Map.of(), all, new byte[0]);
    }
}
