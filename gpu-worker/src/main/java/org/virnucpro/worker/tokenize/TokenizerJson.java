package org.virnucpro.worker.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Hugging Face {@code tokenizer.json} with a BPE model, the pre-tokenizer "Whitespace" and a template
 * post-processor. Settings that would change ids and are not supported are refused, never skipped.
 */
final class TokenizerJson {
    private static final long MAX_BYTES = 64L << 20;
    /** Far above the two of BERT; bounds memory. */
    private static final int MAX_TEMPLATE_IDS = 1000;

    private static final int MAX_SHOWN = 300;

    private final Path file;
    private final JsonNode root;
    private final Map<String, Integer> ids = new HashMap<>();

    private TokenizerJson(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static BpeVocabulary read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new TokenizerException(file + ": more than " + MAX_BYTES + " bytes are no tokenizer.json");
            }
            return new TokenizerJson(file, new ObjectMapper().readTree(file.toFile())).vocabulary();
        } catch (IOException e) {
            throw new TokenizerException(file + ": cannot be read as tokenizer.json: " + e.getMessage(), e);
        }
    }

    private BpeVocabulary vocabulary() {
        expect("/model/type", "BPE");
        expect("/pre_tokenizer/type", "Whitespace");
        expect("/post_processor/type", "TemplateProcessing");
        for (String key : new String[] {
            "/normalizer",
            "/model/dropout",
            "/model/continuing_subword_prefix",
            "/model/end_of_word_suffix",
            "/model/fuse_unk",
            "/model/byte_fallback",
            "/model/ignore_merges"
        }) {
            expectUnset(key);
        }
        Map<Integer, Integer> characters = readVocabulary();
        Map<String, Integer> special = readSpecialTokens();
        int unknown = idOf(root.at("/model/unk_token").asText(), "/model/unk_token");
        IntList[] template = readTemplate();
        return new BpeVocabulary(
                characters,
                readMerges(),
                Collections.max(ids.values()),
                unknown,
                new SpecialTokens(special),
                template[0].toArray(),
                template[1].toArray());
    }

    private Map<Integer, Integer> readVocabulary() {
        Map<Integer, Integer> characters = new HashMap<>();
        root.at("/model/vocab").properties().forEach(token -> {
            String text = token.getKey();
            if (!token.getValue().isInt() || token.getValue().asInt() < 0) {
                throw refused("/model/vocab", "gives '" + text + "' the id " + token.getValue());
            }
            ids.put(text, token.getValue().asInt());
            if (!text.isEmpty() && text.codePointCount(0, text.length()) == 1) {
                characters.put(text.codePointAt(0), token.getValue().asInt());
            }
        });
        if (ids.isEmpty()) {
            throw refused("/model/vocab", "is missing or empty");
        }
        return characters;
    }

    private Map<String, Integer> readSpecialTokens() {
        Map<String, Integer> special = new HashMap<>();
        for (JsonNode token : root.at("/added_tokens")) {
            for (String flag : new String[] {"single_word", "lstrip", "rstrip"}) {
                if (token.path(flag).asBoolean()) {
                    throw refused("/added_tokens", "asks for " + flag + ", which is not supported");
                }
            }
            String content = token.path("content").asText();
            if (content.isEmpty()
                    || !token.path("id").isInt()
                    || token.path("id").asInt() < 0) {
                throw refused("/added_tokens", "has an entry without content or without a valid id");
            }
            special.put(content, token.path("id").asInt());
            ids.putIfAbsent(content, token.path("id").asInt());
        }
        return special;
    }

    private MergeTable readMerges() {
        JsonNode merges = root.at("/model/merges");
        int[] left = new int[merges.size()];
        int[] right = new int[merges.size()];
        int[] merged = new int[merges.size()];
        for (int rank = 0; rank < merges.size(); rank++) {
            String[] pair = pair(merges.get(rank));
            String key = "/model/merges/" + rank;
            left[rank] = idOf(pair[0], key);
            right[rank] = idOf(pair[1], key);
            merged[rank] = idOf(pair[0] + pair[1], key);
        }
        return new MergeTable(left, right, merged);
    }

    /** "A B" as older library versions write it, or ["A", "B"]. */
    private String[] pair(JsonNode merge) {
        if (merge.isArray() && merge.size() == 2) {
            return new String[] {merge.get(0).asText(), merge.get(1).asText()};
        }
        int space = merge.asText().indexOf(' ');
        if (!merge.isTextual() || space < 0) {
            throw refused("/model/merges", "has the entry " + merge + ", which is not a pair");
        }
        return new String[] {merge.asText().substring(0, space), merge.asText().substring(space + 1)};
    }

    /** The ids before and after the sequence in the template for a single text. */
    private IntList[] readTemplate() {
        IntList[] beforeAndAfter = {new IntList(0), new IntList(0)};
        Set<Integer> known = new HashSet<>(ids.values());
        int side = 0;
        int count = 0;
        for (JsonNode piece : root.at("/post_processor/single")) {
            if (piece.has("Sequence")) {
                side++;
                continue;
            }
            String name = piece.at("/SpecialToken/id").asText();
            JsonNode named = root.path("post_processor").path("special_tokens").path(name);
            if (side > 1 || !named.path("ids").isArray()) {
                throw refused("/post_processor/single", "is a template that is not understood near " + piece);
            }
            for (JsonNode id : named.path("ids")) {
                if (!known.contains(id.asInt())) {
                    throw refused("/post_processor/special_tokens", "has the id " + id + " of no token");
                }
                if (++count > MAX_TEMPLATE_IDS) {
                    throw refused(
                            "/post_processor/single", "puts more than " + MAX_TEMPLATE_IDS + " ids around a text");
                }
                beforeAndAfter[side].add(id.asInt());
            }
        }
        if (side != 1) {
            throw refused("/post_processor/single", "must hold the sequence once, but holds it " + side + " times");
        }
        return beforeAndAfter;
    }

    private int idOf(String token, String key) {
        Integer id = ids.get(token);
        if (id == null) {
            throw refused(key, "names the token '" + token + "', which the vocabulary lacks");
        }
        return id;
    }

    private void expect(String key, String value) {
        if (!root.at(key).asText().equals(value)) {
            throw refused(key, "is " + root.at(key) + "; only \"" + value + "\" is supported");
        }
    }

    private void expectUnset(String key) {
        JsonNode value = root.at(key);
        if (!value.isMissingNode() && !value.isNull() && !(value.isBoolean() && !value.asBoolean())) {
            throw refused(key, "is " + value + ", which is not supported");
        }
    }

    private TokenizerException refused(String key, String problem) {
        String shown = problem.length() > MAX_SHOWN ? problem.substring(0, MAX_SHOWN) + "..." : problem;
        return new TokenizerException(file + ": " + key + " " + shown);
    }
}
