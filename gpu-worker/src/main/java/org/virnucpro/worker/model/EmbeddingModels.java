package org.virnucpro.worker.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.tokenize.BpeTokenizer;
import org.virnucpro.worker.tokenize.EsmVocabulary;
import org.virnucpro.worker.tokenize.Tokenizer;
import org.virnucpro.worker.tokenize.TokenizerException;
import org.virnucpro.worker.weights.CheckpointFile;
import org.virnucpro.worker.weights.Checkpoints;
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
        return load(path, new OnProcessor(product));
    }

    /**
     * Loads the model of one part of a models folder.
     *
     * @param product holds the weights; stays the caller's to close
     * @throws ModelException also when it is a model of another kind, for example when the folders were swapped
     */
    public static EmbeddingModel load(ModelFiles files, MatrixProduct product) {
        return load(files, new OnProcessor(product));
    }

    /**
     * Hands the weights of a model of either kind to an engine with models of its own.
     *
     * @param path as for {@link #load(Path, MatrixProduct)}
     * @throws ModelException when files are missing, damaged, or do not fit each other
     */
    public static <M> M load(Path path, ModelReader<M> reader) {
        // Which model it is shows in the weights; until then the part only says what is missing.
        ModelPart part = Files.exists(path.resolve("tokenizer.json")) ? ModelPart.DNABERT : ModelPart.ESM2;
        try {
            return read(ModelsFolder.embedding(part, path), reader);
        } catch (ModelsException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Hands the weights of one part of a models folder to an engine with models of its own.
     *
     * @throws ModelException also when it is a model of another kind, for example when the folders were swapped
     */
    public static <M> M load(ModelFiles files, ModelReader<M> reader) {
        return read(files, new OnlyPart<>(files, reader));
    }

    private static <M> M read(ModelFiles files, ModelReader<M> reader) {
        try (TensorSource source = Checkpoints.open(files.weights())) {
            LanguageModelWeights weights = weights(source, files.folder());
            if (weights instanceof DnabertWeights dnabert) {
                BpeTokenizer tokenizer = tokenizer(files.folder(), dnabert.config());
                dnabert.requireAll();
                return reader.dnabert(dnabert, tokenizer);
            }
            weights.requireAll();
            return reader.esm2((Esm2Weights) weights);
        } catch (WeightsException | TokenizerException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Recognises a language model by the names of its tensors and reads its configuration; reads no weights.
     *
     * @param folder has what belongs to the weights: config.json, tokenizer.json, vocab.txt
     * @throws ModelException when it is neither ESM-2 nor DNABERT, or a file beside it is missing or does not fit
     * @throws WeightsException when a tensor is missing
     */
    static LanguageModelWeights weights(TensorSource source, Path folder) {
        if (source instanceof CheckpointFile file && file.fairEsmConfig().isPresent()) {
            return new Esm2Weights(source, Esm2Config.of(file.fairEsmConfig().get()));
        }
        if (holds(source, Esm2Names.HUGGING_FACE.prefixes(), ESM2_TENSOR)) {
            checkVocabulary(folder.resolve("vocab.txt"));
            return new Esm2Weights(source, Esm2Config.read(configOf(source, folder)));
        }
        if (holds(source, DnabertWeights.PREFIXES, DNABERT_TENSOR)) {
            return new DnabertWeights(source, DnabertConfig.read(configOf(source, folder)));
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

    static BpeTokenizer tokenizer(Path folder, DnabertConfig config) {
        Path file = folder.resolve("tokenizer.json");
        BpeTokenizer tokenizer = BpeTokenizer.read(file);
        if (tokenizer.highestId() >= config.vocabulary()) {
            throw new ModelException(file + ": has the token id " + tokenizer.highestId() + ", but vocab_size in "
                    + "config.json is " + config.vocabulary() + ": these files belong to different models");
        }
        return tokenizer;
    }

    private static void checkVocabulary(Path file) {
        if (Files.exists(file)) {
            EsmVocabulary.check(file);
        }
    }

    private record OnProcessor(MatrixProduct product) implements ModelReader<EmbeddingModel> {
        @Override
        public EmbeddingModel esm2(Esm2Weights weights) {
            return new Esm2Model(product, weights);
        }

        @Override
        public EmbeddingModel dnabert(DnabertWeights weights, Tokenizer tokenizer) {
            return new DnabertModel(product, weights, tokenizer);
        }
    }

    /** Refuses a model of another kind before any of its weights are read. */
    private record OnlyPart<M>(ModelFiles files, ModelReader<M> reader) implements ModelReader<M> {
        @Override
        public M esm2(Esm2Weights weights) {
            require(ModelPart.ESM2);
            return reader.esm2(weights);
        }

        @Override
        public M dnabert(DnabertWeights weights, Tokenizer tokenizer) {
            require(ModelPart.DNABERT);
            return reader.dnabert(weights, tokenizer);
        }

        private void require(ModelPart found) {
            if (found != files.part()) {
                throw new ModelException(files.weights() + ": is the " + found.folder() + " model, but the "
                        + files.part().folder() + " model is needed here");
            }
        }
    }
}
