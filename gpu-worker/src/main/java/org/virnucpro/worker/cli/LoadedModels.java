package org.virnucpro.worker.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.model.ModelException;
import org.virnucpro.worker.model.ModelOutlines;
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
 * @param end frees what the predictor's engines share
 * @param kill stops a computation at once, from any thread
 */
record LoadedModels(ShardPredictor predictor, String device, Map<String, String> digests, Runnable end, Runnable kill)
        implements AutoCloseable {

    private static final int[] CHUNK_SIZES = {300, 500};

    /**
     * Loads what the options ask for.
     *
     * @throws CommandException when that is not possible
     */
    static LoadedModels load(ModelOptions options, Machine machine) {
        return switch (options.engine()) {
            case "synthetic" -> synthetic(options.speed());
            case "cpu", EngineOptions.CUDA, EngineOptions.PROCESS -> real(options, machine);
            default ->
                throw new CommandException(
                        ExitCodes.USAGE, "--engine is cpu, cuda, process or synthetic, not '" + options.engine() + "'");
        };
    }

    @Override
    public void close() {
        try {
            predictor.close();
        } finally {
            end.run();
        }
    }

    private static LoadedModels synthetic(double speed) {
        if (!(speed > 0)) {
            throw new CommandException(ExitCodes.USAGE, "--speed must be above 0, not " + speed);
        }
        return new LoadedModels(
                new SyntheticShardPredictor(speed, Pause.real(), Ticker.system()),
                "synthetic",
                Map.of(),
                () -> {},
                () -> {});
    }

    private static LoadedModels real(ModelOptions options, Machine machine) {
        if (options.threads() < 1) {
            throw new CommandException(ExitCodes.USAGE, "--threads must be at least 1, not " + options.threads());
        }
        ModelsLocation location = options.models();
        try {
            Map<Integer, ModelsFolder> bySize = served(location);
            return loaded(bySize, options, machine);
        } catch (ModelsException | ModelException | WeightsException | EngineException unusable) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(unusable.getMessage()), unusable);
        } catch (EngineLostException lost) {
            throw new CommandException(ExitCodes.TEMPORARY, String.valueOf(lost.getMessage()), lost);
        }
    }

    /** The chunk sizes for which there is a classifier; the reason why not when there is none. */
    private static Map<Integer, ModelsFolder> served(ModelsLocation location) {
        Map<Integer, ModelsFolder> bySize = new LinkedHashMap<>();
        ModelsException none = null;
        for (int size : CHUNK_SIZES) {
            try {
                bySize.put(size, location.resolve(size));
            } catch (ModelsException unserved) {
                none = unserved;
            }
        }
        if (bySize.isEmpty() && none != null) {
            throw none;
        }
        return bySize;
    }

    /** Checks everything that can be checked before the first large file is read or a program is started. */
    private static LoadedModels loaded(Map<Integer, ModelsFolder> bySize, ModelOptions options, Machine machine) {
        ModelsFolder models = bySize.values().iterator().next();
        ModelOutlines check = new ModelOutlines();
        boolean process = options.engine().equals(EngineOptions.PROCESS);
        for (ModelsFolder folder : bySize.values()) {
            if (process) {
                check.checkClassifier(folder.classifier());
            } else {
                check.check(folder);
            }
        }
        OpenedEngines engines = switch (options.engine()) {
            case EngineOptions.PROCESS -> OpenedEngines.process(models, options.program());
            case EngineOptions.CUDA -> OpenedEngines.cuda(models, options.cuda());
            default -> OpenedEngines.cpu(models, options.threads(), machine);
        };
        int batch = options.engine().equals(EngineOptions.CUDA)
                ? ModelShardPredictor.GPU_BATCH
                : ModelShardPredictor.DEFAULT_BATCH;
        try {
            return new LoadedModels(
                    predictor(bySize, engines, batch),
                    engines.device(),
                    digests(bySize),
                    engines.end(),
                    engines.kill());
        } catch (RuntimeException unusable) {
            engines.close();
            throw unusable;
        }
    }

    /** The language models, several gigabytes, are the same for all chunk sizes and read once. */
    private static Map<String, String> digests(Map<Integer, ModelsFolder> bySize) {
        ModelsDigest first = ModelsDigest.of(bySize.values().iterator().next());
        Map<String, String> digests = new LinkedHashMap<>();
        bySize.forEach((size, models) ->
                digests.put(size.toString(), first.with(models.classifier()).combined()));
        return digests;
    }

    private static ShardPredictor predictor(Map<Integer, ModelsFolder> bySize, OpenedEngines engines, int batch) {
        int features = engines.bases().width() + engines.residues().width();
        Map<Integer, FeatureClassifier> classifiers = new HashMap<>();
        bySize.forEach((size, folder) -> classifiers.put(size, classifier(folder.classifier(), features)::classify));
        return new ModelShardPredictor(engines.bases(), engines.residues(), classifiers, batch);
    }

    private static Classifier classifier(ModelFiles files, int features) {
        try (TensorSource source = Checkpoints.open(files.weights())) {
            Classifier classifier = Classifier.load(source);
            classifier.requireWidth("the output of both language models", features);
            return classifier;
        }
    }
}
