package org.virnucpro.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Opens a damaged checkpoint and reads all of its tensors; every failure must be one that names the file. */
final class ReadEverything {

    private ReadEverything() {}

    /** True when the file, or a tensor in it, is refused. */
    static boolean isRefused(Path file) {
        boolean refused = false;
        try (TensorSource source = Checkpoints.open(file)) {
            for (String name : source.names()) {
                refused |= !name.endsWith("num_batches_tracked") && isRefused(source, name);
            }
        } catch (WeightsException e) {
            assertThat(e).hasMessageContaining(file.toString());
            refused = true;
        }
        return refused;
    }

    private static boolean isRefused(TensorSource source, String name) {
        try {
            source.read(name);
            return false;
        } catch (WeightsException e) {
            assertThat(e).hasMessageContaining(source.description());
            return true;
        }
    }
}
