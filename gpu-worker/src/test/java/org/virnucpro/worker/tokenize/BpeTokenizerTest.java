package org.virnucpro.worker.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;

final class BpeTokenizerTest {
    private static final Path TINY = RepositoryFiles.fixture("dnabert-tiny-a/tokenizer.json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dnabert-tiny-a", "dnabert-tiny-b"})
    void ids_equal_those_of_the_hugging_face_tokenizer(String model) throws IOException {
        BpeTokenizer tokenizer = BpeTokenizer.read(RepositoryFiles.fixture(model + "/tokenizer.json"));
        check(tokenizer, RepositoryFiles.fixture(model + "/expected/tokenizer_cases.json"));
    }

    @Test
    void ids_of_the_published_vocabulary_equal_those_of_the_hugging_face_tokenizer() throws IOException {
        Path upstream = SharedFiles.orSkip("golden/upstream/dnabert-s-tokenizer");
        check(BpeTokenizer.read(upstream.resolve("tokenizer.json")), upstream.resolve("cases.json"));
    }

    @Test
    void heap_gives_the_same_ids_as_rescanning_for_the_lowest_rank() throws IOException {
        BpeTokenizer tokenizer = BpeTokenizer.read(TINY);
        JsonNode model = new ObjectMapper().readTree(TINY.toFile()).path("model");
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(300), 0, 20)
                    .forEach(i -> text.append(i == 0 ? 'N' : i < 12 ? 'T' : "ACG".charAt(i % 3)));
            assertThat(tokenizer.encode(text.toString()))
                    .as(text.toString())
                    .isEqualTo(rescanned(text.toString(), model));
        }
    }

    @Test
    void words_are_the_matches_of_the_unicode_pattern() {
        Pattern words = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
        StringBuilder text = new StringBuilder("ACGT, a_1 \u00e9\u0301x \u2160\u24b6 \ud835\udfd8\ud83d\ude00\u200d");
        new Random(11).ints(20_000, 1, 0x30000).filter(Character::isDefined).forEach(text::appendCodePoint);
        List<String> expected = new ArrayList<>();
        for (Matcher matcher = words.matcher(text); matcher.find(); ) {
            expected.add(matcher.group());
        }

        List<String> found = new ArrayList<>();
        for (WordScanner scanner = new WordScanner(text.toString(), 0, text.length()); scanner.next(); ) {
            found.add(text.substring(scanner.start(), scanner.end()));
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_unknown_token() {
        assertThat(BpeTokenizer.read(TINY).encode("\ud83d\ude00")).containsExactly(1, 0, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"normalizer\": null', '\"normalizer\": {\"type\": \"Lowercase\"}', /normalizer",
        "'\"fuse_unk\": false', '\"fuse_unk\": true', /model/fuse_unk",
        "'\"byte_fallback\": false', '\"byte_fallback\": true', /model/byte_fallback",
        "'\"type\": \"BPE\"', '\"type\": \"WordPiece\"', /model/type",
        "'\"type\": \"Whitespace\"', '\"type\": \"ByteLevel\"', /pre_tokenizer/type",
        "'\"lstrip\": false', '\"lstrip\": true', lstrip",
        "'\"A\": 5', '\"A\": -5', /model/vocab",
        "'\"A\": 5', '\"A\": \"x\"', /model/vocab",
        "'\"unk_token\": \"[UNK]\"', '\"unk_token\": \"?\"', '?'",
    })
    void settings_that_would_change_ids_are_refused_with_file_and_key(String from, String to, String named)
            throws IOException {
        String json = Files.readString(TINY);
        assertThat(json).contains(from);
        Path changed = Files.writeString(folder.resolve("tokenizer.json"), json.replace(from, to));

        assertThatThrownBy(() -> BpeTokenizer.read(changed))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(changed.toString())
                .hasMessageContaining(named);
    }

    @Test
    void a_damaged_or_missing_file_is_refused_by_name() throws IOException {
        Path damaged = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": ");

        assertThatThrownBy(() -> BpeTokenizer.read(damaged)).hasMessageContaining(damaged.toString());
        assertThatThrownBy(() -> BpeTokenizer.read(folder.resolve("absent.json")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("absent.json");
    }

    private static void check(BpeTokenizer tokenizer, Path file) throws IOException {
        JsonNode cases = new ObjectMapper().readTree(file.toFile()).path("cases");
        assertThat(cases.size()).isGreaterThan(10);
        for (JsonNode example : cases) {
            assertThat(tokenizer.encode(example.path("text").asText()))
                    .as(example.path("text").asText())
                    .isEqualTo(EsmTokenizerTest.ints(example.path("ids")));
        }
    }

    /** The definition of BPE, quadratic, for one word of A, C, G, T and N. */
    private static int[] rescanned(String word, JsonNode model) {
        List<String> symbols = new ArrayList<>(Arrays.asList(word.split("")));
        symbols.remove("");
        for (boolean merged = true; merged; ) {
            merged = false;
            for (JsonNode merge : model.path("merges")) {
                String[] pair = merge.isArray()
                        ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
                        : merge.asText().split(" ");
                for (int i = 0; i + 1 < symbols.size() && !merged; i++) {
                    if (symbols.get(i).equals(pair[0]) && symbols.get(i + 1).equals(pair[1])) {
                        symbols.set(i, pair[0] + pair[1]);
                        symbols.remove(i + 1);
                        merged = true;
                    }
                }
                if (merged) {
                    break;
                }
            }
        }
        IntList ids = new IntList(8);
        ids.add(1);
        symbols.forEach(symbol -> ids.add(model.path("vocab").path(symbol).asInt(0)));
        ids.add(2);
        return ids.toArray();
    }
}
