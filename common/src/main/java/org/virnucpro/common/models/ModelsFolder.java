package org.virnucpro.common.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The models of a run: folders {@code dnabert/}, {@code esm2/} and {@code classifier/}. In each, the first kind that is
 * present is used: {@code *.safetensors} or its index, {@code pytorch_model.bin} or its index, {@code *.pt}, {@code
 * *.pth}.
 */
public record ModelsFolder(ModelFiles dnabert, ModelFiles esm2, ModelFiles classifier) {

    /**
     * Finds the files of all three models.
     *
     * @param chunkSize 300 or 500: of several classifiers, the one whose name begins with {@code <chunkSize>_} is used
     * @throws ModelsException when a model is missing, several could be meant, or the classifier is for another size
     */
    public static ModelsFolder resolve(Path folder, int chunkSize) {
        return resolve(folder, chunkSize, folder.resolve(ModelPart.CLASSIFIER.folder()));
    }

    /**
     * Finds the files of all three models, with a classifier of the caller's choice.
     *
     * @param classifier a file, or a folder to look into
     */
    public static ModelsFolder resolve(Path folder, int chunkSize, Path classifier) {
        if (!Files.isDirectory(folder)) {
            throw new ModelsException(
                    folder + ": no such folder; expected a models folder with dnabert/, esm2/ and classifier/ in it");
        }
        return new ModelsFolder(
                embedding(ModelPart.DNABERT, folder.resolve(ModelPart.DNABERT.folder())),
                embedding(ModelPart.ESM2, folder.resolve(ModelPart.ESM2.folder())),
                classifier(classifier, chunkSize));
    }

    /**
     * Finds the files of a language model.
     *
     * @param folderOrFile a folder to look into, or its weights file
     */
    public static ModelFiles embedding(ModelPart part, Path folderOrFile) {
        return WeightsChoice.of(part, folderOrFile).only();
    }

    /**
     * Finds the file of a classifier.
     *
     * @param folderOrFile a folder to look into, or the weights file
     * @throws ModelsException also when the name of the file begins with another chunk size
     */
    public static ModelFiles classifier(Path folderOrFile, int chunkSize) {
        return WeightsChoice.of(ModelPart.CLASSIFIER, folderOrFile).forChunkSize(chunkSize);
    }

    /** Size of the weights on disk, over all three models. */
    public long bytes() {
        return Stream.of(dnabert, esm2, classifier)
                .flatMap(ModelsFolder::weightFiles)
                .mapToLong(ModelsFolder::size)
                .sum();
    }

    private static Stream<Path> weightFiles(ModelFiles model) {
        return model.weights().toString().endsWith(".json")
                ? ShardIndex.read(model.weights()).values().stream().distinct()
                : Stream.of(model.weights());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new ModelsException(file + ": cannot be read: " + failure.getMessage(), failure);
        }
    }
}
