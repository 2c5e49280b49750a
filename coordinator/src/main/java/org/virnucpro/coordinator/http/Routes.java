package org.virnucpro.coordinator.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The route table. The first route that fits wins. Immutable. */
public final class Routes {

    private final List<Route> routes;

    public Routes(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** This table, and others behind it. */
    public Routes and(Collection<Route> more) {
        List<Route> all = new ArrayList<>(routes);
        all.addAll(more);
        return new Routes(all);
    }

    /** All of them, in order. */
    public List<Route> all() {
        return routes;
    }

    /** A route and the values of the names in its path. */
    record Match(Route route, Map<String, String> parameters) {}

    /**
     * The route of a request.
     *
     * @throws HttpProblem (404) when no route has the path, (405) when none of those has the method
     */
    Match find(String method, String path) {
        TreeSet<Method> others = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> values = route.path().match(path);
            if (values.isPresent()) {
                if (route.method().name().equals(method)) {
                    return new Match(route, values.get());
                }
                others.add(route.method());
            }
        }
        if (others.isEmpty()) {
            throw HttpProblem.notFound("there is nothing at " + path, "/api/v1/openapi.json lists what there is");
        }
        throw new HttpProblem(
                405,
                "method_not_allowed",
                method + " is not for " + path,
                "use " + others.stream().map(Method::name).collect(Collectors.joining(" or ")));
    }
}
