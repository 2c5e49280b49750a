package org.virnucpro.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.virnucpro.worker.weights.pickle.PickleException;

/** Opens checkpoints of every supported format. */
public final class Checkpoints {

    private Checkpoints() {}

    /**
     * Opens a safetensors file, the JSON index of a sharded checkpoint, or a PyTorch file (zip or legacy; state dict,
     * fair-esm or whole module). The kind is recognised by content, not by name. No code in the file is ever run.
     *
     * @throws WeightsException when the file is missing, damaged, refused or of no known kind
     */
    public static TensorSource open(Path file) {
        if (formatOf(file) == CheckpointFormat.SHARD_INDEX) {
            return ShardedCheckpoint.open(file, Checkpoints::openFile);
        }
        return openFile(file);
    }

    private static CheckpointFormat formatOf(Path file) {
        try (FileChannel channel = channel(file)) {
            return CheckpointFormat.of(file.toString(), channel);
        } catch (NoSuchFileException e) {
            throw new WeightsException(file + ": no such file", e);
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static CheckpointFile openFile(Path file) {
        String name = file.toString();
        try {
            return switch (formatOf(file)) {
                case SAFETENSORS -> opened(channel(file), channel -> SafetensorsFormat.open(name, channel));
                case TORCH_ZIP -> opened(new ZipFile(file.toFile()), zip -> TorchZip.open(name, zip));
                case TORCH_LEGACY -> opened(channel(file), channel -> TorchLegacy.open(name, channel));
                case SHARD_INDEX -> throw new WeightsException(name + ": an index inside an index");
            };
        } catch (PickleException e) {
            throw new WeightsException(name + ": " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new WeightsException(name + ": damaged zip file: " + e.getMessage() + "; fetch it again", e);
        } catch (IOException | UncheckedIOException e) {
            throw new WeightsException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Opens a checkpoint over {@code resource}, which is closed here when that fails. */
    private static <R extends Closeable> CheckpointFile opened(R resource, Opening<R> opening) throws IOException {
        try {
            return opening.open(resource);
        } catch (IOException | RuntimeException e) {
            resource.close();
            throw e;
        }
    }

    private interface Opening<R> {
        CheckpointFile open(R resource) throws IOException;
    }
}
