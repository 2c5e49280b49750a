package org.virnucpro.coordinator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Answers as gzip, for clients that can read it. */
final class Compressed {

    private static final int LEAST = 2048;

    private Compressed() {}

    static Response of(Response response, Request request) {
        if (!(response instanceof Response.Whole whole)
                || whole.body().length < LEAST
                || whole.headers().containsKey("Content-Encoding")
                || !request.header("accept-encoding")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("gzip")
                || !isText(whole.contentType())) {
            return response;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole.body().length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(whole.body());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot be written", impossible);
        }
        return new Response.Whole(whole.status(), whole.contentType(), whole.headers(), bytes.toByteArray())
                .with("Content-Encoding", "gzip")
                .with("Vary", "Accept-Encoding");
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.contains("json") || type.contains("javascript") || type.contains("svg");
    }
}
