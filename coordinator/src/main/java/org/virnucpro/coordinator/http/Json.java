package org.virnucpro.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON bodies. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        }
    }

    /**
     * The object in a body; an empty body is an empty object.
     *
     * @throws HttpProblem (400, 415) when it is none
     */
    static JsonNode object(Request request) {
        if (request.body().length == 0) {
            return MAPPER.createObjectNode();
        }
        if (!request.header("content-type").orElse("").startsWith("application/json")) {
            throw new HttpProblem(
                    415, "unsupported_media_type", "the body is not JSON", "send Content-Type: application/json");
        }
        try {
            JsonNode node = MAPPER.readTree(request.body());
            if (node.isObject()) {
                return node;
            }
        } catch (IOException broken) {
            throw HttpProblem.badRequest("the body is not JSON: " + firstLine(broken), "send one JSON object");
        }
        throw HttpProblem.badRequest("the body is not a JSON object", "send one JSON object, such as {\"all\":true}");
    }

    private static String firstLine(IOException broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
}
