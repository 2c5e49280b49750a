package org.virnucpro.common.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.RepositoryFiles;

final class ModelsDigestTest {

    private static final List<String> THAT_DECIDE = List.of(
            "dnabert/model.safetensors",
            "dnabert/config.json",
            "dnabert/tokenizer.json",
            "dnabert/tokenizer_config.json",
            "dnabert/special_tokens_map.json",
            "esm2/model.safetensors.index.json",
            "esm2/model-00001-of-00002.safetensors",
            "esm2/model-00002-of-00002.safetensors",
            "esm2/config.json",
            "esm2/vocab.txt",
            "classifier/classifier.safetensors");

    @TempDir
    Path folder;

    @BeforeEach
    void copyModels() throws IOException {
        copy(RepositoryFiles.fixture("demo/dnabert"), folder.resolve("dnabert"));
        copy(RepositoryFiles.fixture("esm2-tiny-sharded"), folder.resolve("esm2"));
        copy(RepositoryFiles.fixture("demo/classifier"), folder.resolve("classifier"));
    }

    @Test
    void the_documented_bytes_are_digested() throws IOException {
        Path classifier = Files.writeString(folder.resolve("m.pth"), "abc");

        // printf 'm.pth\n3\nabc' | sha256sum
        assertThat(ModelsDigest.of(ModelsFolder.classifier(classifier, 500)))
                .isEqualTo("abb3510ac01a0832d68bb2c312102aab8ecc187af1762efce0eeb3554af2eec2");
    }

    @Test
    void every_file_that_decides_numbers_changes_the_digest_of_its_part_and_the_combined_one() throws IOException {
        ModelsDigest before = digest();
        Set<String> seen = new HashSet<>(Set.of(before.combined()));
        for (String name : THAT_DECIDE) {
            Path file = folder.resolve(name);
            byte[] original = Files.readAllBytes(file);
            // A space behind JSON: the index must still parse.
            Files.writeString(file, " ", StandardOpenOption.APPEND);

            ModelsDigest after = digest();
            assertThat(seen.add(after.combined())).as(name).isTrue();
            assertThat(after.dnabert().equals(before.dnabert())).as(name).isEqualTo(!name.startsWith("dnabert"));
            assertThat(after.esm2().equals(before.esm2())).as(name).isEqualTo(!name.startsWith("esm2"));
            assertThat(after.classifier().equals(before.classifier()))
                    .as(name)
                    .isEqualTo(!name.startsWith("classifier"));
            Files.write(file, original);
        }
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void files_that_are_not_used_do_not_matter() throws IOException {
        ModelsDigest before = digest();

        Files.writeString(folder.resolve("dnabert/README.md"), "text");
        Files.writeString(folder.resolve("classifier/config.json"), "{}");
        Files.delete(folder.resolve("classifier/500_model.pth"));

        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void a_copy_elsewhere_has_the_same_digest() {
        assertThat(digest().dnabert())
                .isEqualTo(ModelsDigest.of(
                        ModelsFolder.embedding(ModelPart.DNABERT, RepositoryFiles.fixture("demo/dnabert"))))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void a_missing_shard_is_named() throws IOException {
        Path shard = folder.resolve("esm2/model-00002-of-00002.safetensors");
        Files.delete(shard);

        assertThatThrownBy(this::digest)
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll(shard.toString(), "no such file");
    }

    private ModelsDigest digest() {
        return ModelsDigest.of(ModelsFolder.resolve(folder, 500));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }
}
