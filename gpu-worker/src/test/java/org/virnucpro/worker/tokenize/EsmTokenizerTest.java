package org.virnucpro.worker.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

final class EsmTokenizerTest {
    private final EsmTokenizer tokenizer = new EsmTokenizer();

    @Test
    void ids_equal_those_of_fair_esm_and_of_hugging_face_where_fair_esm_fails() throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(RepositoryFiles.fixture("esm2-tiny-a/expected/tokenizer_cases.json")
                        .toFile())
                .path("cases");

        assertThat(cases.size()).isEqualTo(16);
        for (JsonNode example : cases) {
            JsonNode expected = example.has("fair_esm_ids")
                    ? example.path("fair_esm_ids")
                    : example.path("hugging_face_ids_by_reading_not_run");
            assertThat(tokenizer.encode(example.path("text").asText()))
                    .as(example.path("text").asText())
                    .isEqualTo(ints(expected));
        }
    }

    @Test
    void each_run_of_unknown_letters_is_one_unknown_token_and_white_space_ends_a_run() {
        assertThat(tokenizer.encode("MJ<xK")).containsExactly(0, 20, 3, 15, 2);
        assertThat(tokenizer.encode("J \u00e9\u2003J")).containsExactly(0, 3, 3, 3, 2);
    }

    @Test
    void every_special_token_is_one_id() {
        assertThat(tokenizer.encode("<cls><pad><eos><unk><null_1><mask>")).containsExactly(0, 0, 1, 2, 3, 31, 32, 2);
    }

    @Test
    void vocabulary_equals_the_published_file() throws IOException {
        assertThat(Files.readAllLines(RepositoryFiles.fixture("esm2-tiny-a/vocab.txt")))
                .isEqualTo(EsmTokenizer.vocabulary());
    }

    static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
