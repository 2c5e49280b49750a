package org.virnucpro.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One open checkpoint file of any supported format. Thread-safe. */
public final class CheckpointFile implements TensorSource {

    private final String file;
    private final NamedTensors tensors;
    private final Closeable storage;
    private final @Nullable FairEsmConfig config;

    CheckpointFile(String file, NamedTensors tensors, Closeable storage, @Nullable FairEsmConfig config) {
        this.file = file;
        this.tensors = tensors;
        this.storage = storage;
        this.config = config;
    }

    @Override
    public String description() {
        return file;
    }

    @Override
    public Set<String> names() {
        return tensors.names();
    }

    @Override
    public FloatTensor read(String name) {
        return tensors.read(name);
    }

    @Override
    public TensorOutline outline(String name) {
        return tensors.outline(name);
    }

    /** The hyper-parameters that a fair-esm {@code .pt} file carries; empty for every other kind of file. */
    public Optional<FairEsmConfig> fairEsmConfig() {
        return Optional.ofNullable(config);
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
