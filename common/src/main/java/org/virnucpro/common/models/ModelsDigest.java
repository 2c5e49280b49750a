package org.virnucpro.common.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * SHA-256, in lower-case hexadecimal, over the content of everything that decides the numbers of a run.
 *
 * <p>Of one model: for each of its files, in this order, the name, a line feed, the length in decimal, a line feed, and the
 * content. The files: the weights (for a sharded checkpoint its index, then its shards by name); then, for the language
 * models, those of {@code config.json}, {@code special_tokens_map.json}, {@code tokenizer.json},
 * {@code tokenizer_config.json} and {@code vocab.txt} that lie in the same folder. Combined: over the lines
 * {@code dnabert <digest>}, {@code esm2 <digest>}, {@code classifier <digest>}, each ended by a line feed.
 */
public record ModelsDigest(String dnabert, String esm2, String classifier, String combined) {

    private static final List<String> BESIDE_THE_WEIGHTS =
            List.of("config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt");

    /**
     * Reads all files of the models once; takes a second or two per GiB.
     *
     * @throws ModelsException when a file is missing or cannot be read
     */
    public static ModelsDigest of(ModelsFolder models) {
        return combine(of(models.dnabert()), of(models.esm2()), of(models.classifier()));
    }

    /** The digest of the same language models with another classifier; reads only that. */
    public ModelsDigest with(ModelFiles otherClassifier) {
        return combine(dnabert, esm2, of(otherClassifier));
    }

    private static ModelsDigest combine(String dnabert, String esm2, String classifier) {
        Sha256 combined = new Sha256();
        combined.text("dnabert " + dnabert + "\n");
        combined.text("esm2 " + esm2 + "\n");
        combined.text("classifier " + classifier + "\n");
        return new ModelsDigest(dnabert, esm2, classifier, combined.hex());
    }

    /** The digest of one model. */
    public static String of(ModelFiles model) {
        Sha256 digest = new Sha256();
        files(model).forEach(digest::file);
        return digest.hex();
    }

    private static List<Path> files(ModelFiles model) {
        List<Path> files = new ArrayList<>(List.of(model.weights()));
        if (model.weights().toString().endsWith(".index.json")) {
            files.addAll(new TreeSet<>(ShardIndex.read(model.weights()).values()));
        }
        if (model.part() != ModelPart.CLASSIFIER) {
            BESIDE_THE_WEIGHTS.stream()
                    .map(model.folder()::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
        }
        return files;
    }
}
