package org.virnucpro.worker.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The files of a model at one commit, from the hub's answer to {@code /api/models/ID/revision/REVISION?blobs=true}.
 *
 * @param commit which commit the revision names now
 */
record HubListing(String commit, List<HubFile> files) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Set<String> BESIDE_THE_WEIGHTS =
            Set.of("config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt");
    /** Of the first kind that is there, all are needed. */
    private static final List<Predicate<String>> WEIGHTS = List.of(
            name -> name.equals("model.safetensors"),
            name -> name.matches("model(-\\d+-of-\\d+)?\\.safetensors(\\.index\\.json)?"),
            name -> name.equals("pytorch_model.bin"),
            name -> name.matches("pytorch_model(-\\d+-of-\\d+)?\\.bin(\\.index\\.json)?"));

    /** @throws HubException when the answer is none of a hub */
    static HubListing parse(String url, byte[] answer) {
        try {
            JsonNode root = new ObjectMapper().readTree(answer);
            String commit = root.path("sha").asText();
            if (!COMMIT.matcher(commit).matches() || !root.path("siblings").isArray()) {
                throw HubException.lasting(url + ": the answer is not that of a Hugging Face hub (no sha or siblings)");
            }
            List<HubFile> files = new ArrayList<>();
            root.path("siblings").forEach(file -> add(file, files));
            return new HubListing(commit, List.copyOf(files));
        } catch (JsonProcessingException e) {
            throw HubException.lasting(url + ": the answer is no JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw HubException.lasting(url + ": " + e);
        }
    }

    /** Files in folders below the model, and files without a digest, are of no use here. */
    private static void add(JsonNode file, List<HubFile> files) {
        String name = file.path("rfilename").asText();
        JsonNode large = file.path("lfs");
        String digest = large.path("sha256").asText(file.path("blobId").asText());
        long bytes = large.path("size").asLong(file.path("size").asLong(-1));
        if (NAME.matcher(name).matches() && DIGEST.matcher(digest).matches() && bytes >= 0) {
            files.add(new HubFile(name, bytes, digest));
        }
    }

    /** Configuration, tokenizer, and the weights in one format. */
    List<HubFile> needed() {
        List<HubFile> needed = new ArrayList<>(files.stream()
                .filter(file -> BESIDE_THE_WEIGHTS.contains(file.name()))
                .toList());
        WEIGHTS.stream()
                .map(kind ->
                        files.stream().filter(file -> kind.test(file.name())).toList())
                .filter(weights -> !weights.isEmpty())
                .findFirst()
                .ifPresentOrElse(needed::addAll, () -> {
                    throw HubException.lasting("the model has no weights that this program reads; expected"
                            + " model.safetensors or pytorch_model.bin, or the index of either; it has "
                            + String.join(
                                    ", ", files.stream().map(HubFile::name).toList()));
                });
        return needed;
    }
}
