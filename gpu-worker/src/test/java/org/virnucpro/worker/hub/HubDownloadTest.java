package org.virnucpro.worker.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.HubId;
import org.virnucpro.common.models.ModelsException;

final class HubDownloadTest {

    private static final HubId MODEL = HubId.parse("some/model").orElseThrow();
    private static final byte[] WEIGHTS = new byte[300_000];
    private static final byte[] CONFIG = "{\"hidden_size\": 8}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private FakeHub hub;
    private HubCache cache;

    @BeforeEach
    void start() throws IOException {
        new Random(5).nextBytes(WEIGHTS);
        hub = new FakeHub()
                .with("model.safetensors", WEIGHTS)
                .with("config.json", CONFIG)
                .with("pytorch_model.bin", new byte[2000])
                .with("README.md", CONFIG);
        cache = new HubCache(folder);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void a_model_lies_where_the_libraries_look_for_it() throws IOException {
        Path snapshot = fetch();

        assertThat(snapshot).isEqualTo(cache.snapshot(MODEL));
        assertThat(snapshot)
                .isEqualTo(folder.resolve("models--some--model/snapshots").resolve(FakeHub.COMMIT));
        assertThat(snapshot.resolve("model.safetensors"))
                .hasBinaryContent(WEIGHTS)
                .isSymbolicLink();
        assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", FakeHub.sum("SHA-256", WEIGHTS)));
        assertThat(snapshot.resolve("config.json")).hasBinaryContent(CONFIG);
        assertThat(folder.resolve("models--some--model/refs/main")).hasContent(FakeHub.COMMIT);
        try (Stream<Path> names = Files.list(snapshot)) {
            assertThat(names.map(path -> path.getFileName().toString()))
                    .as("nothing that is not needed")
                    .containsExactlyInAnyOrder("model.safetensors", "config.json");
        }
    }

    @Test
    void what_is_there_is_not_downloaded_again() {
        fetch();
        int before = hub.requests().size();
        fetch();

        assertThat(hub.requests()).hasSize(before + 1);
    }

    @Test
    void a_download_that_breaks_off_goes_on_where_it_stopped() {
        hub.breaking(2);

        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests())
                .filteredOn(request -> request.startsWith("/store/model.safetensors"))
                .hasSize(3)
                .anyMatch(request -> request.matches(".* bytes=\\d+-"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void what_an_earlier_process_got_is_used() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("models--some--model/blobs"));
        byte[] begun = java.util.Arrays.copyOf(WEIGHTS, 100_000);
        Files.write(blobs.resolve(FakeHub.sum("SHA-256", WEIGHTS) + ".incomplete"), begun);

        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests()).contains("/store/model.safetensors bytes=100000-");
    }

    @Test
    void a_server_without_ranges_sends_everything_again() throws IOException {
        hub.withoutRanges().breaking(1);

        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void other_content_than_the_digest_says_is_deleted_and_named() {
        hub.damaging();

        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.isPassing()).isFalse())
                .hasMessageContaining("other content than its digest");
        assertThatThrownBy(() -> cache.snapshot(MODEL))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("virnucpro models fetch some/model");
        assertThat(folder.resolve("models--some--model/blobs")).isEmptyDirectory();
    }

    @Test
    void a_model_that_is_not_there_is_not_asked_for_again() {
        assertThatThrownBy(() -> download().fetch(HubId.parse("some/other@v2").orElseThrow()))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("/api/models/some/other/revision/v2")
                .hasMessageContaining("404");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void a_server_that_is_busy_is_asked_five_times() {
        hub.failing(4);
        fetch();
        hub.failing(5);
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.isPassing()).isTrue())
                .hasMessageContaining("503");
    }

    @Test
    void the_token_goes_to_the_hub_and_not_to_the_storage_behind_it() {
        new HubDownload(hub.url(), "secret", cache, pauses::add, line -> {}).fetch(MODEL);

        assertThat(hub.requests()).contains("/api/models/some/model/revision/main token", "/store/config.json");
        assertThat(hub.requests()).noneMatch(request -> request.startsWith("/store") && request.endsWith("token"));
    }

    @Test
    void a_model_without_weights_for_this_program_says_what_it_has() throws IOException {
        try (FakeHub other = new FakeHub().with("tf_model.h5", CONFIG)) {
            assertThatThrownBy(() -> new HubDownload(other.url(), null, cache, pauses::add, line -> {}).fetch(MODEL))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("tf_model.h5");
        }
    }

    private Path fetch() {
        return download().fetch(MODEL);
    }

    private HubDownload download() {
        return new HubDownload(hub.url(), null, cache, pauses::add, line -> {});
    }
}
