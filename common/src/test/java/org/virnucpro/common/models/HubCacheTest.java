package org.virnucpro.common.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.config.HostEnvironment;

final class HubCacheTest {

    private static final HubId ESM2 = HubId.parse("facebook/esm2_t36_3B_UR50D").orElseThrow();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_CACHE, /cache, /cache",
        "HF_HOME, /hf, /hf/hub",
        "XDG_CACHE_HOME, /xdg, /xdg/huggingface/hub",
        "OTHER, x, /home/someone/.cache/huggingface/hub",
    })
    void the_cache_is_where_the_libraries_have_it(String variable, String value, String expected) {
        HostEnvironment host = new HostEnvironment(
                Map.of(variable, value), Path.of("/home/someone"), Path.of("/tmp"), "Linux", "amd64");

        assertThat(HubCache.of(host).folder()).isEqualTo(Path.of(expected));
    }

    @Test
    void an_id_is_the_snapshot_that_its_branch_names() throws IOException {
        HubCache cache = new HubCache(folder);
        Path snapshot = snapshot("abc123");
        Files.createDirectories(folder.resolve("models--facebook--esm2_t36_3B_UR50D/refs"));
        Files.writeString(folder.resolve("models--facebook--esm2_t36_3B_UR50D/refs/main"), "abc123\n");

        assertThat(cache.snapshot(ESM2)).isEqualTo(snapshot);
        assertThat(ModelsLocation.locate("facebook/esm2_t36_3B_UR50D", cache)).isEqualTo(snapshot);
        assertThat(ModelsLocation.locate("facebook/esm2_t36_3B_UR50D@abc123", cache))
                .isEqualTo(snapshot);
        assertThat(ModelsLocation.locate(folder.toString(), cache)).isEqualTo(folder);
    }

    @Test
    void a_reference_out_of_the_cache_is_not_followed() throws IOException {
        Path refs = Files.createDirectories(folder.resolve("models--facebook--esm2_t36_3B_UR50D/refs"));
        Files.writeString(refs.resolve("main"), "../../../etc");

        assertThatThrownBy(() -> new HubCache(folder).snapshot(ESM2)).isInstanceOf(ModelsException.class);
    }

    @Test
    void a_model_that_is_not_cached_says_how_to_get_it() {
        assertThatThrownBy(() -> new HubCache(folder).snapshot(ESM2))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll("virnucpro models fetch facebook/esm2_t36_3B_UR50D", "HF_HOME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "a/b/c", "../x", "a/..", "/a/b", "a b/c", "a/b@", ""})
    void other_texts_are_no_ids(String text) {
        assertThat(HubId.parse(text)).isEmpty();
    }

    @Test
    void models_may_be_named_one_by_one() throws IOException {
        Path dnabert = Files.createFile(folder.resolve("d.safetensors"));
        Path esm2 = Files.createFile(folder.resolve("e.pt"));
        Path classifier = Files.createFile(folder.resolve("500_model.pth"));
        HubCache hub = new HubCache(folder);

        ModelsLocation all = new ModelsLocation(null, dnabert.toString(), esm2.toString(), classifier, hub);
        assertThat(all.isComplete()).isTrue();
        assertThat(all.resolve(500).esm2().weights()).isEqualTo(esm2);
        assertThatThrownBy(() -> all.resolve(300)).hasMessageContaining("500_model.pth");
        assertThat(new ModelsLocation(null, dnabert.toString(), null, classifier, hub).isComplete())
                .isFalse();
        assertThatThrownBy(() -> new ModelsLocation(folder, null, null, null, hub).resolve(500))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining(folder.resolve("dnabert").toString());
    }

    private Path snapshot(String commit) throws IOException {
        return Files.createDirectories(
                folder.resolve("models--facebook--esm2_t36_3B_UR50D/snapshots").resolve(commit));
    }
}
