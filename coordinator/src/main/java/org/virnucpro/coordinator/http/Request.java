package org.virnucpro.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, whole.
 *
 * @param method as sent; HEAD is {@code GET} here
 * @param path decoded, without the query
 * @param parameters values of the names in the route's path
 * @param query decoded values by name
 * @param headers values by lower-case name; the last one when sent twice
 * @param body as sent; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body) {

    public Request {
        parameters = Map.copyOf(parameters);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** A GET request for tests and inner calls. */
    public static Request get(String path) {
        return new Request("GET", path, Map.of(), Map.of(), Map.of(), new byte[0]);
    }

    Request withParameters(Map<String, String> values) {
        return new Request(method, path, values, query, headers, body);
    }

    /** A value from the path; the route's template must name it. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the template of " + path + " has no {" + name + "}");
        }
        return value;
    }

    /** The first value of a query parameter; empty when it is absent or has no text. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /**
     * A whole number from the query.
     *
     * @throws HttpProblem (400) when it is no number or out of range
     */
    public int number(String name, int otherwise, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            // said below
        }
        throw HttpProblem.badRequest(
                "query parameter " + name + " is '" + text.get() + "'", "a whole number from " + least + " to " + most);
    }

    /** A header by name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as a JSON object; an empty one when there is no body.
     *
     * @throws HttpProblem (400, 415) when it is none
     */
    public JsonNode json() {
        return Json.object(this);
    }
}
