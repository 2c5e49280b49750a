package org.virnucpro.worker.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.tokenize.BpeTokenizer;
import org.virnucpro.worker.tokenize.EsmTokenizer;
import org.virnucpro.worker.tokenize.TokenizerException;
import org.virnucpro.worker.weights.CheckpointFile;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.FairEsmConfig;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/** Loads ESM-2 and DNABERT models from a folder or a file; which of them it is shows in the names of the tensors. */
public final class EmbeddingModels {
    private static final String ESM2_TENSOR = "encoder.emb_layer_norm_after.weight";
    private static final String DNABERT_TENSOR = "encoder.layer.0.attention.self.Wqkv.weight";

    private EmbeddingModels() {}

    /**
     * Loads a model of either kind.
     *
     * @param path a folder with a checkpoint, config.json and, for DNABERT, tokenizer.json; or a checkpoint file with these
     *     beside it. A {@code .pt} file of fair-esm needs nothing beside it.
     * @param product holds the weights; stays the caller's to close
     * @throws ModelException when files are missing, damaged, or do not fit each other
     */
    public static EmbeddingModel load(Path path, MatrixProduct product) {
        // Which model it is shows in the weights; until then the part only says what is missing.
        ModelPart part = Files.exists(path.resolve("tokenizer.json")) ? ModelPart.DNABERT : ModelPart.ESM2;
        try {
            return read(ModelsFolder.embedding(part, path), product);
        } catch (ModelsException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Loads the model of one part of a models folder.
     *
     * @param product holds the weights; stays the caller's to close
     * @throws ModelException also when it is a model of another kind, for example when the folders were swapped
     */
    public static EmbeddingModel load(ModelFiles files, MatrixProduct product) {
        EmbeddingModel model = read(files, product);
        ModelPart found = model instanceof DnabertModel ? ModelPart.DNABERT : ModelPart.ESM2;
        if (found != files.part()) {
            throw new ModelException(files.weights() + ": is the " + found.folder() + " model, but the "
                    + files.part().folder() + " model is needed here");
        }
        return model;
    }

    private static EmbeddingModel read(ModelFiles files, MatrixProduct product) {
        try (TensorSource source = Checkpoints.open(files.weights())) {
            if (source instanceof CheckpointFile file && file.fairEsmConfig().isPresent()) {
                FairEsmConfig config = file.fairEsmConfig().get();
                return new Esm2Model(product, new Esm2Weights(source, Esm2Config.of(config)));
            }
            return read(source, files.folder(), product);
        } catch (WeightsException | TokenizerException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static EmbeddingModel read(TensorSource source, Path folder, MatrixProduct product) {
        if (holds(source, Esm2Names.HUGGING_FACE.prefixes(), ESM2_TENSOR)) {
            checkVocabulary(folder.resolve("vocab.txt"));
            Esm2Config config = Esm2Config.read(configOf(source, folder));
            return new Esm2Model(product, new Esm2Weights(source, config));
        }
        if (holds(source, DnabertWeights.PREFIXES, DNABERT_TENSOR)) {
            DnabertConfig config = DnabertConfig.read(configOf(source, folder));
            BpeTokenizer tokenizer = tokenizer(folder.resolve("tokenizer.json"), config);
            return new DnabertModel(product, new DnabertWeights(source, config), tokenizer);
        }
        throw new ModelException(source.description() + ": neither ESM-2 nor DNABERT: it holds neither '" + ESM2_TENSOR
                + "' nor '" + DNABERT_TENSOR + "'");
    }

    private static boolean holds(TensorSource source, List<String> prefixes, String name) {
        return prefixes.stream().anyMatch(prefix -> source.names().contains(prefix + name));
    }

    private static Path configOf(TensorSource source, Path folder) {
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            throw new ModelException(
                    source.description() + ": the model's config.json must lie beside it: " + config + " is missing");
        }
        return config;
    }

    private static BpeTokenizer tokenizer(Path file, DnabertConfig config) {
        BpeTokenizer tokenizer = BpeTokenizer.read(file);
        if (tokenizer.highestId() >= config.vocabulary()) {
            throw new ModelException(file + ": has the token id " + tokenizer.highestId() + ", but vocab_size in "
                    + "config.json is " + config.vocabulary() + ": these files belong to different models");
        }
        return tokenizer;
    }

    private static void checkVocabulary(Path file) {
        try {
            if (Files.exists(file) && !Files.readAllLines(file).equals(EsmTokenizer.vocabulary())) {
                throw new ModelException(file + ": is not the alphabet of ESM-2");
            }
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e, e);
        }
    }
}
