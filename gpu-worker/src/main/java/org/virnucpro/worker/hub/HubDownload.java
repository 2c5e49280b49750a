package org.virnucpro.worker.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.HubId;

/**
 * Downloads a model into the cache that the Hugging Face libraries use, so that they find it, too. Every file is checked
 * against its digest before it gets its name; a download that was broken off goes on where it stopped. Not thread-safe.
 */
public final class HubDownload {

    private static final int TRIES = 5;
    private static final String PARTIAL = ".incomplete";

    private final HubClient client;
    private final HubCache cache;
    private final Consumer<Duration> pause;
    private final Consumer<String> progress;

    /**
     * @param base address of the hub or of its mirror
     * @param token for models that need one, or null
     * @param pause lets time pass before another try
     * @param progress hears one line per file
     */
    public HubDownload(
            URI base, @Nullable String token, HubCache cache, Consumer<Duration> pause, Consumer<String> progress) {
        this.client = new HubClient(base, token);
        this.cache = cache;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Downloads what is missing of a model.
     *
     * @return the folder with its files
     * @throws HubException when the hub does not have it, gives something else, or does not answer after five tries
     * @throws UncheckedIOException when the cache cannot be written
     */
    public Path fetch(HubId id) {
        try {
            HubListing listing = again(() -> client.listing(id));
            Path repository = cache.repository(id);
            Path blobs = Files.createDirectories(repository.resolve("blobs"));
            Path snapshot =
                    Files.createDirectories(repository.resolve("snapshots").resolve(listing.commit()));
            for (HubFile file : listing.needed()) {
                Path blob = blobs.resolve(file.digest());
                if (Files.isRegularFile(blob)) {
                    progress.accept(file.name() + ": is there");
                } else {
                    download(id, listing.commit(), file, blob);
                    progress.accept(file.name() + ": " + file.bytes() + " bytes, digest checked");
                }
                link(snapshot, file.name(), blob);
            }
            // last, so that an unfinished model is not found by its name
            Path ref = repository.resolve("refs").resolve(id.revision());
            Files.createDirectories(repository.resolve("refs"));
            Files.writeString(ref, listing.commit());
            return snapshot;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the cache " + cache.folder() + ": " + failure, failure);
        }
    }

    private void download(HubId id, String commit, HubFile file, Path blob) throws IOException {
        Path partial = blob.resolveSibling(blob.getFileName() + PARTIAL);
        again(() -> {
            client.download(id, commit, file, partial);
            return file;
        });
        if (Files.size(partial) != file.bytes() || !file.isContentOf(partial)) {
            Files.delete(partial);
            throw HubException.lasting(id + ": " + file.name() + " came with other content than its digest "
                    + file.digest() + " says and was deleted; fetch again, or ask whoever runs the mirror");
        }
        Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
    }

    private <T> T again(Request<T> request) throws IOException {
        Duration wait = Duration.ofSeconds(1);
        for (int tried = 1; ; tried++) {
            try {
                return request.send();
            } catch (HubException failure) {
                if (!failure.isPassing() || tried == TRIES) {
                    throw failure;
                }
                progress.accept(failure.getMessage() + "; trying again");
                pause.accept(wait);
                wait = wait.multipliedBy(2);
            }
        }
    }

    /** As the Hugging Face libraries do; a copy where there are no links. */
    private static void link(Path snapshot, String fileName, Path blob) throws IOException {
        Path name = snapshot.resolve(fileName);
        try {
            Files.createSymbolicLink(name, snapshot.relativize(blob));
        } catch (FileAlreadyExistsException there) {
            // of an earlier fetch of the same commit
        } catch (UnsupportedOperationException noLinks) {
            Files.copy(blob, name, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private interface Request<T> {
        T send() throws IOException;
    }
}
