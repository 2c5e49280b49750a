package org.virnucpro.coordinator.service;

import org.virnucpro.coordinator.control.RefusedException;
import org.virnucpro.coordinator.http.Handler;
import org.virnucpro.coordinator.http.HttpProblem;

/** Refusals with the HTTP status of their reason. */
final class Refusals {

    private Refusals() {}

    static Handler answered(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (RefusedException refused) {
                throw problem(refused);
            }
        };
    }

    private static HttpProblem problem(RefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case UNKNOWN -> HttpProblem.notFound(message, "/api/v1/runs and /api/v1/workers list what there is");
            case WRONG -> HttpProblem.badRequest(message, "");
            case CONFLICT -> HttpProblem.conflict(message, "");
            case LATER -> new HttpProblem(503, "later", message, "try again in some seconds");
        };
    }
}
