package org.virnucpro.coordinator.http;

/** Answers requests of one route; called on several threads, never on one of the network, so it may block for a while. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers.
     *
     * @throws HttpProblem for an error; any other exception is answered with 500 and logged
     */
    Response handle(Request request);
}
