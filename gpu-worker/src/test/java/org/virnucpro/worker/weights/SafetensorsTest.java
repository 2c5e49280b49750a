package org.virnucpro.worker.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.testkit.Mutation;

final class SafetensorsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "esm2-tiny-a/model.safetensors",
                "esm2-tiny-b/model.safetensors",
                "esm2-tiny-sharded/model.safetensors.index.json",
                "dnabert-tiny-a/model.safetensors",
                "dnabert-tiny-b/model.safetensors",
                "classifier-tiny/classifier.safetensors",
                "classifier-3328/classifier.safetensors",
                "demo/esm2/model.safetensors",
                "demo/dnabert/model.safetensors",
            })
    void every_fixture_is_read_to_finite_numbers(String fixture) {
        try (TensorSource source = Checkpoints.open(RepositoryFiles.fixture(fixture))) {
            for (String name : source.names()) {
                if (!name.endsWith("num_batches_tracked") && !name.endsWith("position_ids")) {
                    for (float value : source.read(name).values()) {
                        assertThat(value).as(name).isBetween(-100f, 100f);
                    }
                }
            }
            assertThat(source.names()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void shapes_and_numbers_are_those_of_the_file() throws IOException {
        String json = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[8,12]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[12,14]}}";
        byte[] data = little(14)
                .putFloat(1.5f)
                .putFloat(Float.NEGATIVE_INFINITY)
                .putShort((short) 0x3c00)
                .putShort((short) 0x8001)
                .putShort((short) 0xc049)
                .array();
        try (TensorSource source = Checkpoints.open(safetensors(json, data))) {
            assertThat(source.names()).containsExactly("a", "h", "b");
            assertThat(source.read("a").shape()).containsExactly(2, 1);
            assertThat(source.read("a").values()).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
            assertThat(source.read("h").values()).containsExactly(1f, -0x1p-24f);
            assertThat(source.read("b").shape()).isEmpty();
            assertThat(source.read("b").values()[0]).isEqualTo(-3.140625f);
        }
    }

    @Test
    void every_half_is_widened_exactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = (bits >> 10) & 0x1f;
            int fraction = bits & 0x3ff;
            double magnitude = exponent == 0
                    ? fraction * Math.pow(2, -24)
                    : exponent == 31
                            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                            : (1024 + fraction) * Math.pow(2, exponent - 25);
            float expected = (float) (bits < 1 << 15 ? magnitude : -magnitude);

            assertThat(Float.floatToIntBits(ElementType.halfToFloat((short) bits)))
                    .isEqualTo(Float.floatToIntBits(expected));
        }
        assertThat(Float.floatToRawIntBits(ElementType.halfToFloat((short) 0x8000)))
                .isEqualTo(0x80000000);
    }

    @Test
    void shards_hold_what_their_whole_model_holds() {
        Path index = RepositoryFiles.fixture("esm2-tiny-sharded/model.safetensors.index.json");
        try (TensorSource source = Checkpoints.open(index)) {
            assertThat(source.description()).isEqualTo(index.toString());
            assertThat(source.read("esm.embeddings.word_embeddings.weight").shape())
                    .containsExactly(33, 32);
            assertThat(source.read("esm.encoder.emb_layer_norm_after.weight").shape())
                    .containsExactly(32);
            assertThatThrownBy(() -> source.read("esm.embeddings.position_ids"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll("position_ids", "I64", "model-00002-of-00002.safetensors");
            assertThatThrownBy(() -> source.read("nowhere"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll("no tensor 'nowhere'", index.toString(), "it holds ");
        }
    }

    @Test
    void a_tensor_larger_than_one_piece_is_read_whole() throws IOException {
        int count = 700_001;
        byte[] data = new byte[count * 4];
        ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            numbers.putFloat(i);
        }
        String json = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + count + "],\"data_offsets\":[0," + count * 4 + "]}}";
        try (TensorSource source = Checkpoints.open(safetensors(json, data))) {
            float[] values = source.read("a").values();
            for (int i = 0; i < count; i++) {
                assertThat(values[i]).isCloseTo(i, within(0f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | shape of 8 bytes",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at byte 4 of the data, expected 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | need 4 bytes but the file holds 8",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | need 12 bytes but the file holds 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 'b' begins at byte 4",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | impossible size",
                "{'a':{'dtype':'F32','shape':[2000000000,2000000000,2000000000],'data_offsets':[0,8]}} | impossible size",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | data_offsets [8, 0]",
                "{'a':{'dtype':'F32','shape':[2]}} | needs dtype, shape and two data_offsets",
                "{'a':{'dtype':'F4','shape':[2],'data_offsets':[0,8]}} | unknown type F4",
                "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}} | damaged safetensors header",
                "{'a':1} | 'a' is not described by an object",
                "[1] | not a JSON object",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}{} | something follows",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | Duplicate field 'a'",
            })
    void a_wrong_header_is_refused_by_name(String json, String message) throws IOException {
        Path file = safetensors(json.replace('\'', '"'), new byte[8]);

        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(file.toString(), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 1L << 31, 100_000_001, 1000})
    void a_header_length_beyond_the_file_is_refused(long headerBytes) throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.write(file, little(64).putLong(headerBytes).array());

        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.safetensors", "/etc/passwd", "..", ".", "", "sub/a.safetensors", "a\\u0000b"})
    void an_index_that_leaves_its_folder_is_refused(String name) throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"a\":\"" + name + "\"}}");

        assertThatThrownBy(() -> Checkpoints.open(index))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(index.toString());
    }

    @Test
    void an_index_that_names_itself_is_refused() throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"a\":\"model.safetensors.index.json\"}}");

        assertThatThrownBy(() -> Checkpoints.open(index)).hasMessageContaining("an index inside an index");
    }

    @Test
    void an_index_that_names_the_wrong_shard_is_refused() throws IOException {
        Path shard = safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"b\":\"" + shard.getFileName() + "\"}}");

        assertThatThrownBy(() -> Checkpoints.open(index))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll("tensor 'b'", shard.toString(), "does not hold it");
    }

    @Test
    void files_of_other_kinds_are_refused_with_their_name() throws IOException {
        Path pointer = Files.writeString(folder.resolve("a"), "version https://git-lfs.github.com/spec/v1\noid sha256");
        Path text = Files.writeString(folder.resolve("b"), "weights");
        Path empty = Files.createFile(folder.resolve("c"));

        assertThatThrownBy(() -> Checkpoints.open(pointer)).hasMessageContaining("git lfs pull");
        assertThatThrownBy(() -> Checkpoints.open(text)).hasMessageContaining("neither safetensors");
        assertThatThrownBy(() -> Checkpoints.open(empty)).hasMessageContaining("neither safetensors");
        assertThatThrownBy(() -> Checkpoints.open(folder.resolve("d")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void mutated_files_throw_only_weights_exceptions() throws IOException {
        byte[] original = Files.readAllBytes(RepositoryFiles.fixture("classifier-tiny/classifier.safetensors"));
        Path file = folder.resolve("mutated.safetensors");
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            Files.write(file, Mutation.of(original, random));
            refused += ReadEverything.isRefused(file) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void a_mutated_index_throws_only_weights_exceptions() throws IOException {
        for (String shard : List.of("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")) {
            Files.copy(RepositoryFiles.fixture("esm2-tiny-sharded").resolve(shard), folder.resolve(shard));
        }
        byte[] original = Files.readAllBytes(RepositoryFiles.fixture("esm2-tiny-sharded/model.safetensors.index.json"));
        Path index = folder.resolve("model.safetensors.index.json");
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            Files.write(index, Mutation.of(original, random));
            try (TensorSource source = Checkpoints.open(index)) {
                assertThat(source.names()).isNotEmpty();
            } catch (WeightsException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private Path safetensors(String json, byte[] data) throws IOException {
        byte[] header = json.getBytes(UTF_8);
        return Files.write(
                folder.resolve("a.safetensors"),
                little(8 + header.length + data.length)
                        .putLong(header.length)
                        .put(header)
                        .put(data)
                        .array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
