package org.virnucpro.worker.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.model.ModelException;
import org.virnucpro.worker.predict.FeatureClassifier;
import org.virnucpro.worker.predict.ModelShardPredictor;
import org.virnucpro.worker.predict.Pause;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.SyntheticShardPredictor;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/**
 * What a worker computes with; loaded once per process.
 *
 * @param predictor computes
 * @param device class of the device, in words
 * @param digests of the models, by chunk size ("300", "500"); none for {@code synthetic}
 */
record LoadedModels(ShardPredictor predictor, String device, Map<String, String> digests) implements AutoCloseable {

    private static final int[] CHUNK_SIZES = {300, 500};

    /**
     * Loads what the options ask for.
     *
     * @throws CommandException when that is not possible
     */
    static LoadedModels load(ModelOptions options, Machine machine) {
        return switch (options.engine()) {
            case "synthetic" -> synthetic(options.speed());
            case "cpu" -> cpu(options, machine);
            default ->
                throw new CommandException(
                        ExitCodes.USAGE, "--engine is cpu or synthetic, not '" + options.engine() + "'");
        };
    }

    @Override
    public void close() {
        predictor.close();
    }

    private static LoadedModels synthetic(double speed) {
        if (!(speed > 0)) {
            throw new CommandException(ExitCodes.USAGE, "--speed must be above 0, not " + speed);
        }
        return new LoadedModels(new SyntheticShardPredictor(speed, Pause.real()), "synthetic", Map.of());
    }

    private static LoadedModels cpu(ModelOptions options, Machine machine) {
        Path folder = options.models();
        if (folder == null) {
            throw new CommandException(ExitCodes.USAGE, "--engine cpu needs --models DIR");
        }
        if (options.threads() < 1) {
            throw new CommandException(ExitCodes.USAGE, "--threads must be at least 1, not " + options.threads());
        }
        try {
            Map<Integer, ModelsFolder> bySize = served(folder, options.classifier());
            return new LoadedModels(predictor(bySize, options.threads()), machine.processor(), digests(bySize));
        } catch (ModelsException | ModelException | WeightsException | EngineException unusable) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** The chunk sizes for which the folder has a classifier; the reason why not when it has none. */
    private static Map<Integer, ModelsFolder> served(Path folder, @Nullable Path classifier) {
        Map<Integer, ModelsFolder> bySize = new LinkedHashMap<>();
        ModelsException none = null;
        for (int size : CHUNK_SIZES) {
            try {
                bySize.put(
                        size,
                        classifier == null
                                ? ModelsFolder.resolve(folder, size)
                                : ModelsFolder.resolve(folder, size, classifier));
            } catch (ModelsException unserved) {
                none = unserved;
            }
        }
        if (bySize.isEmpty() && none != null) {
            throw none;
        }
        return bySize;
    }

    /** The language models, several gigabytes, are the same for all chunk sizes and read once. */
    private static Map<String, String> digests(Map<Integer, ModelsFolder> bySize) {
        ModelsDigest first = ModelsDigest.of(bySize.values().iterator().next());
        Map<String, String> digests = new LinkedHashMap<>();
        bySize.forEach((size, models) ->
                digests.put(size.toString(), first.with(models.classifier()).combined()));
        return digests;
    }

    private static ShardPredictor predictor(Map<Integer, ModelsFolder> bySize, int threads) {
        ModelsFolder models = bySize.values().iterator().next();
        EmbeddingEngine bases = CpuEmbeddingEngine.open(models.dnabert(), threads);
        try {
            EmbeddingEngine residues = CpuEmbeddingEngine.open(models.esm2(), threads);
            try {
                Map<Integer, FeatureClassifier> classifiers = new HashMap<>();
                bySize.forEach((size, folder) -> classifiers.put(
                        size, classifier(folder.classifier().weights(), bases.width() + residues.width())::classify));
                return new ModelShardPredictor(bases, residues, classifiers, ModelShardPredictor.DEFAULT_BATCH);
            } catch (RuntimeException unusable) {
                residues.close();
                throw unusable;
            }
        } catch (RuntimeException unusable) {
            bases.close();
            throw unusable;
        }
    }

    private static Classifier classifier(Path file, int features) {
        try (TensorSource source = Checkpoints.open(file)) {
            Classifier classifier = Classifier.load(source);
            classifier.requireWidth("the output of both language models", features);
            return classifier;
        }
    }
}
