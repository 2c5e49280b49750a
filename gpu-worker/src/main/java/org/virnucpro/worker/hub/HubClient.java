package org.virnucpro.worker.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.models.HubId;

/** The requests to a hub. Thread-safe. */
final class HubClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    /** For the answer's head; its body may take as long as it flows. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_LISTING = 16 << 20;
    private static final int PIECE = 1 << 16;

    private final URI base;
    private final @Nullable String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param token sent as bearer token to {@code base}, or null */
    HubClient(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    HubListing listing(HubId id) {
        URI url = at("api/models/" + id.repository() + "/revision/" + id.revision() + "?blobs=true");
        HttpResponse<InputStream> answer = send(url, 0);
        try (InputStream body = answer.body()) {
            requireOk(url, answer.statusCode(), id);
            byte[] listing = body.readNBytes(MAX_LISTING);
            return HubListing.parse(url.toString(), listing);
        } catch (IOException broken) {
            throw HubException.passing(url + ": the connection broke: " + broken);
        }
    }

    /**
     * Downloads what is missing of a file. Begins anew where the server does not give ranges.
     *
     * @param partial holds the beginning that an earlier try got, or does not exist
     */
    void download(HubId id, String commit, HubFile file, Path partial) throws IOException {
        URI url = at(id.repository() + "/resolve/" + commit + "/" + file.name());
        long have = Files.exists(partial) ? Files.size(partial) : 0;
        if (have > file.bytes()) {
            Files.delete(partial);
            have = 0;
        }
        if (have == file.bytes() && have > 0) {
            return;
        }
        HttpResponse<InputStream> answer = send(url, have);
        try (PatientStream body = new PatientStream(answer.body(), ANSWER_LIMIT)) {
            boolean goesOn = answer.statusCode() == 206 && startsAt(answer, have);
            if (!goesOn) {
                requireOk(url, answer.statusCode(), id);
            }
            append(body, partial, goesOn, file.bytes());
        } catch (IOException broken) {
            throw HubException.passing(url + ": broke off before all of " + file.bytes() + " bytes came: " + broken);
        }
        if (Files.size(partial) < file.bytes()) {
            throw HubException.passing(url + ": ended after " + Files.size(partial) + " of " + file.bytes() + " bytes");
        }
    }

    /** Never writes more than the hub announced. */
    private static void append(PatientStream body, Path partial, boolean goesOn, long bytes) throws IOException {
        StandardOpenOption mode = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out =
                Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            long left = bytes - (goesOn ? Files.size(partial) : 0);
            byte[] piece = new byte[PIECE];
            for (int read = body.read(piece); read >= 0 && left >= 0; read = body.read(piece)) {
                out.write(piece, 0, (int) Math.min(read, left + 1));
                left -= read;
            }
        }
    }

    private static boolean startsAt(HttpResponse<?> answer, long offset) {
        return answer.headers()
                .firstValue("Content-Range")
                .map(range -> range.startsWith("bytes " + offset + "-"))
                .orElse(false);
    }

    /** Follows redirects itself: the token is for the hub and not for the storage behind it. */
    private HttpResponse<InputStream> send(URI url, long offset) {
        URI next = url;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> answer = sendTo(next, offset);
            String location = answer.headers().firstValue("Location").orElse("");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            close(answer);
            next = next.resolve(location);
        }
        throw HubException.lasting(url + ": more than " + MAX_REDIRECTS + " redirects");
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException broken) {
            throw HubException.passing(answer.uri() + ": " + broken);
        }
    }

    private HttpResponse<InputStream> sendTo(URI url, long offset) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(ANSWER_LIMIT);
        if (token != null && url.getAuthority().equals(base.getAuthority())) {
            request.header("Authorization", "Bearer " + token);
        }
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            throw HubException.passing(url + ": " + unreachable);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw HubException.lasting(url + ": interrupted");
        }
    }

    private static void requireOk(URI url, int status, HubId id) {
        if (status == 200) {
            return;
        }
        if (status == 404 || status == 401 || status == 403) {
            throw HubException.lasting(url + ": status " + status + ": there is no " + id
                    + " here, or it needs a token (HF_TOKEN); check the id, the revision and --base-url");
        }
        String problem = url + ": status " + status;
        throw status >= 500 || status == 416 || status == 429 || status == 206
                ? HubException.passing(problem)
                : HubException.lasting(problem);
    }

    private URI at(String path) {
        String start = base.toString();
        return URI.create((start.endsWith("/") ? start : start + "/") + path);
    }
}
