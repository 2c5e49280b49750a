package org.virnucpro.coordinator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.http.HttpProblem;
import org.virnucpro.coordinator.http.Request;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.timeline.TimelineView;
import org.virnucpro.coordinator.timeline.Timelines;

/** What a server needs to show the page: its files, and the timeline of a run. */
public final class PageRoutes {

    private static final int NOT_MODIFIED = 304;

    private PageRoutes() {}

    /** The routes, for a table. */
    public static List<Route> of(Timelines timelines) {
        List<Route> routes = new ArrayList<>();
        for (PageAsset asset : PageAssets.all()) {
            Response.Whole answer = Response.bytes(asset.contentType(), asset.content());
            routes.add(Route.get("/" + asset.path(), request -> tagged(request, answer, asset.tag())));
        }
        routes.add(Route.get("/api/v1/runs/{run}/timeline", request -> timeline(request, timelines)));
        return routes;
    }

    private static Response timeline(Request request, Timelines timelines) {
        String name = request.parameter("run");
        TimelineView view = run(name)
                .flatMap(timelines::of)
                .orElseThrow(
                        () -> HttpProblem.notFound("there is no run '" + name + "'", "GET /api/v1/runs lists them"));
        return tagged(request, Response.bytes("application/json", view.json()), view.tag());
    }

    private static Optional<RunId> run(String name) {
        try {
            return Optional.of(new RunId(name));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The answer, or word that the client has it already. */
    private static Response tagged(Request request, Response.Whole answer, String tag) {
        String quoted = "\"" + tag + "\"";
        boolean known = request.header("if-none-match").map(quoted::equals).orElse(false);
        Response.Whole whole =
                known ? new Response.Whole(NOT_MODIFIED, answer.contentType(), answer.headers(), new byte[0]) : answer;
        return whole.with("ETag", quoted).with("Cache-Control", "no-cache");
    }
}
