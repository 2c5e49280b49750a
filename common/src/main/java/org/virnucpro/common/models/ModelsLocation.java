package org.virnucpro.common.models;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the models of a run are said to be. A part that is named wins over the one in the folder.
 *
 * @param folder with dnabert/, esm2/ and classifier/; not needed when all three are named
 * @param dnabert folder, file, or an id of the Hugging Face cache
 * @param esm2 the same
 * @param classifier folder or file
 */
public record ModelsLocation(
        @Nullable Path folder,
        @Nullable String dnabert,
        @Nullable String esm2,
        @Nullable Path classifier,
        HubCache hub) {

    /** Whether every model is named in some way. */
    public boolean isComplete() {
        return folder != null || (dnabert != null && esm2 != null && classifier != null);
    }

    /**
     * Finds the files of all three models.
     *
     * @param chunkSize 300 or 500
     * @throws ModelsException when one is missing, several could be meant, or the classifier is for another size
     */
    public ModelsFolder resolve(int chunkSize) {
        Path top = folder;
        if (top != null && !Files.isDirectory(top)) {
            throw new ModelsException(
                    top + ": no such folder; expected a models folder with dnabert/, esm2/ and classifier/ in it");
        }
        return new ModelsFolder(
                ModelsFolder.embedding(ModelPart.DNABERT, part(ModelPart.DNABERT, dnabert)),
                ModelsFolder.embedding(ModelPart.ESM2, part(ModelPart.ESM2, esm2)),
                ModelsFolder.classifier(classifier == null ? inFolder(ModelPart.CLASSIFIER) : classifier, chunkSize));
    }

    /** A path that exists, or a model in the Hugging Face cache. */
    public static Path locate(String pathOrId, HubCache hub) {
        Path path = Path.of(pathOrId);
        return Files.exists(path)
                ? path
                : HubId.parse(pathOrId).map(hub::snapshot).orElse(path);
    }

    private Path part(ModelPart part, @Nullable String named) {
        return named == null ? inFolder(part) : locate(named, hub);
    }

    private Path inFolder(ModelPart part) {
        Path top = folder;
        if (top == null) {
            throw new ModelsException(
                    "no " + part.folder() + " model is named: give --models DIR or --" + part.folder());
        }
        return top.resolve(part.folder());
    }
}
