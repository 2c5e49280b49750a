package org.virnucpro.coordinator.http;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;

/** Guards, route, handler: from a request to its answer. Thread-safe. */
final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final String SCHEME = "bearer ";

    private final Routes routes;
    private final HostPolicy hosts;
    private final Optional<AccessToken> token;

    Dispatcher(Routes routes, HostPolicy hosts, Optional<AccessToken> token) {
        this.routes = routes;
        this.hosts = hosts;
        this.token = token;
    }

    /**
     * The route of a request that may use it, without waiting.
     *
     * @throws HttpProblem when it is refused
     */
    Routes.Match admit(Request request) {
        hosts.check(request);
        Routes.Match match = routes.find(request.method(), request.path());
        if (match.route().access() == Route.Access.TOKEN) {
            authorize(request);
        }
        return match;
    }

    /** The answer of an admitted request; may wait. */
    Response answer(Routes.Match match, Request request) {
        try {
            return match.route().handler().handle(request.withParameters(match.parameters()));
        } catch (HttpProblem problem) {
            return problem.response();
        } catch (BrokerException silent) {
            return HttpProblem.unavailable(
                            "the broker does not answer: " + silent.getMessage(), "try again; see /readyz")
                    .response();
        } catch (RuntimeException unexpected) {
            log.error("{} {}: internal error", request.method(), request.path(), unexpected);
            return new HttpProblem(
                            500,
                            "internal",
                            "internal error: " + unexpected.getClass().getSimpleName(),
                            "it is in the log of the coordinator; please report it")
                    .response();
        }
    }

    private void authorize(Request request) {
        if (token.isEmpty()) {
            throw new HttpProblem(
                    403,
                    "read_only",
                    "this server only shows things: it was started without a token",
                    "start it with --http-token-file FILE to allow changes");
        }
        String given = request.header("authorization").orElse("");
        if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !token.get().is(given.substring(SCHEME.length()).strip())) {
            throw new HttpProblem(
                    401,
                    "unauthorized",
                    given.isEmpty() ? "changes need the token" : "this is not the token",
                    "send Authorization: Bearer TOKEN with what is in the file of --http-token-file");
        }
    }
}
