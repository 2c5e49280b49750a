package org.virnucpro.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PathTemplateTest {

    @Test
    void names_stand_for_single_segments() {
        PathTemplate template = new PathTemplate("/api/v1/runs/{run}/tasks");
        assertThat(template.match("/api/v1/runs/r1/tasks")).contains(Map.of("run", "r1"));
        assertThat(template.match("/api/v1/runs/r1")).isEmpty();
        assertThat(template.match("/api/v1/runs/r1/tasks/7")).isEmpty();
        assertThat(template.match("/api/v1/runs/r1/other")).isEmpty();
    }

    @Test
    void the_last_name_may_stand_for_the_rest() {
        PathTemplate template = new PathTemplate("/page/{file...}");
        assertThat(template.match("/page/js/a.js")).contains(Map.of("file", "js/a.js"));
        assertThat(template.match("/page")).isEmpty();
    }

    @Test
    void the_first_route_that_fits_wins_and_a_wrong_method_names_the_right_one() {
        Route latest = Route.get("/runs/latest", request -> Response.text("latest"));
        Route one = Route.get("/runs/{run}", request -> Response.text("one"));
        Routes routes = new Routes(List.of(latest)).and(List.of(one));
        assertThat(routes.find("GET", "/runs/latest").route()).isSameAs(latest);
        assertThat(routes.find("GET", "/runs/r").parameters()).containsEntry("run", "r");
        assertThatThrownBy(() -> routes.find("POST", "/runs/r"))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(405));
        assertThatThrownBy(() -> routes.find("GET", "/nothing"))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(404));
    }
}
