package org.virnucpro.coordinator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a request with an error: {@code {"error":{"code","message","hint"}}}. */
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String hint;

    /**
     * @param code one word for programs
     * @param message what is wrong
     * @param hint what to do; may be empty
     */
    public HttpProblem(int status, String code, String message, String hint) {
        super(message);
        this.status = status;
        this.code = code;
        this.hint = hint;
    }

    /** 400. */
    public static HttpProblem badRequest(String message, String hint) {
        return new HttpProblem(400, "bad_request", message, hint);
    }

    /** 404. */
    public static HttpProblem notFound(String message, String hint) {
        return new HttpProblem(404, "not_found", message, hint);
    }

    /** 409: the request is right, but not in this state. */
    public static HttpProblem conflict(String message, String hint) {
        return new HttpProblem(409, "conflict", message, hint);
    }

    /** 503: something that this server needs does not answer. */
    public static HttpProblem unavailable(String message, String hint) {
        return new HttpProblem(503, "unavailable", message, hint);
    }

    public int status() {
        return status;
    }

    /** The answer. */
    public Response.Whole response() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        error.put("hint", hint);
        return Response.json(status, Map.of("error", error));
    }
}
