package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.coordinator.control.RunRequest;
import org.virnucpro.coordinator.http.HttpProblem;

/** The body of a submission. Unknown fields are errors: a misspelt option must not be passed over. */
final class SubmissionJson {

    private static final Set<String> FIELDS =
            Set.of("inputs", "output", "length", "engine", "models", "prefix", "work_stealing", "priority");
    private static final String EXAMPLE =
            "such as {\"inputs\":[\"data:sample.fa\"],\"output\":\"data:out\",\"length\":500,\"engine\":\"cpu\"}";
    private static final int MOST_INPUTS = 10_000;

    private SubmissionJson() {}

    static RunRequest read(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw HttpProblem.badRequest("unknown field '" + name + "'", "known are " + FIELDS);
            }
        }
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray() || inputs.isEmpty() || inputs.size() > MOST_INPUTS) {
            throw HttpProblem.badRequest("inputs is not a list of 1 to " + MOST_INPUTS + " data paths", EXAMPLE);
        }
        List<DataPath> files = new ArrayList<>();
        inputs.forEach(input -> files.add(path("inputs", input)));
        return new RunRequest(
                files,
                path("output", body.path("output")),
                number(body, "length", 500),
                text(body, "engine").orElse("cpu"),
                text(body, "models"),
                text(body, "prefix").orElse(""),
                body.path("work_stealing").asBoolean(true),
                number(body, "priority", 100));
    }

    private static DataPath path(String field, JsonNode value) {
        int colon = value.asText().indexOf(':');
        if (!value.isTextual() || colon < 1) {
            throw HttpProblem.badRequest(field + ": " + value + " is no data path ROOT:PATH", EXAMPLE);
        }
        try {
            return new DataPath(
                    value.asText().substring(0, colon), value.asText().substring(colon + 1));
        } catch (IllegalArgumentException wrong) {
            throw HttpProblem.badRequest(field + ": " + wrong.getMessage(), EXAMPLE);
        }
    }

    private static int number(JsonNode body, String field, int otherwise) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw HttpProblem.badRequest(field + " is " + value + ", not a whole number", EXAMPLE);
        }
        return value.intValue();
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw HttpProblem.badRequest(field + " is " + value + ", not a text", EXAMPLE);
        }
        return Optional.of(value.asText());
    }
}
