package org.virnucpro.common.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;

/**
 * The local cache of the Hugging Face libraries: {@code models--ORG--NAME/refs/REVISION} names a commit,
 * {@code snapshots/COMMIT/} holds its files as links into {@code blobs/}. Nothing is downloaded here.
 *
 * @param folder where the models lie
 */
public record HubCache(Path folder) {

    /** {@code $HF_HUB_CACHE}, else {@code $HF_HOME/hub}, else {@code ~/.cache/huggingface/hub}, as those libraries do. */
    public static HubCache of(HostEnvironment host) {
        return new HubCache(host.variable("HF_HUB_CACHE")
                .map(Path::of)
                .orElseGet(() -> host.variable("HF_HOME")
                        .map(Path::of)
                        .orElseGet(() -> host.variable("XDG_CACHE_HOME")
                                .map(Path::of)
                                .orElseGet(() -> host.home().resolve(".cache"))
                                .resolve("huggingface"))
                        .resolve("hub")));
    }

    /** Where a model's refs, snapshots and blobs lie, present or not. */
    public Path repository(HubId id) {
        return folder.resolve("models--" + id.organisation() + "--" + id.name());
    }

    /**
     * The folder with the files of a model.
     *
     * @throws ModelsException when the model is not in the cache; says how to get it there
     */
    public Path snapshot(HubId id) {
        Path repository = repository(id);
        Path snapshot =
                repository.resolve("snapshots").resolve(commit(repository, id).orElse(id.revision()));
        if (!Files.isDirectory(snapshot)) {
            throw new ModelsException(id + ": not in the local cache of Hugging Face models: " + snapshot
                    + " is missing. Fetch it with: virnucpro models fetch " + id
                    + " (another cache is found through HF_HOME or HF_HUB_CACHE)");
        }
        return snapshot;
    }

    private static Optional<String> commit(Path repository, HubId id) {
        Path ref = repository.resolve("refs").resolve(id.revision());
        try {
            return Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref).strip()).filter(HubId::isPlainName)
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new ModelsException(ref + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
