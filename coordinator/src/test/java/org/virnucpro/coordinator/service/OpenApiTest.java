package org.virnucpro.coordinator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.http.EventFeed;
import org.virnucpro.coordinator.http.Route;

/** openapi.json and the route table say the same. */
final class OpenApiTest {

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    private final JsonNode document = read();

    @Test
    void every_route_is_described_and_every_description_has_its_route() {
        Map<String, Boolean> routes = new TreeMap<>();
        for (Route route : routes()) {
            routes.put(
                    route.method().name().toLowerCase(Locale.ROOT) + " "
                            + route.path().text(),
                    route.access() == Route.Access.TOKEN);
        }
        Map<String, Boolean> described = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.put(
                                operation.getKey() + " " + path.getKey(),
                                !operation.getValue().path("security").isEmpty())));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void the_names_in_a_path_are_its_path_parameters() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    TreeSet<String> wanted = new TreeSet<>();
                    Matcher names = NAME.matcher(path.getKey());
                    while (names.find()) {
                        wanted.add(names.group(1));
                    }
                    TreeSet<String> found = new TreeSet<>();
                    operation.getValue().path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asText().equals("path")) {
                            found.add(parameter.path("name").asText());
                        }
                    });
                    assertThat(found).as(path.getKey()).isEqualTo(wanted);
                }));
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(reference -> references.add(reference.asText()));
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static List<Route> routes() {
        // nothing is asked of the cluster for a table of routes
        ClusterService.Subject subject =
                new ClusterService.Subject(null, Optional.empty(), Map.of(), "1", "commit", "java");
        EventFeed feed = new EventFeed();
        ClusterWatch watch = new ClusterWatch(null, Ticker.system(), InstantSource.system(), List.of());
        return ClusterService.routes(
                subject, watch, feed, new TaskTables(null), Exposition.of("1", "c", "j"), Ticker.system());
    }

    private static JsonNode read() {
        try (InputStream file = ClusterService.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(file);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
