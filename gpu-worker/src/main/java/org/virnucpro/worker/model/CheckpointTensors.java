package org.virnucpro.worker.model;

import java.util.Arrays;
import java.util.List;
import org.virnucpro.worker.weights.FloatTensor;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/** The tensors of a checkpoint below a prefix of their names, with shapes checked. Thread-safe. */
final class CheckpointTensors {
    private final TensorSource source;
    private final String prefix;

    private CheckpointTensors(TensorSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    /** Takes the first of {@code prefixes} that puts {@code name} among the tensors; without any the first of all. */
    static CheckpointTensors below(TensorSource source, List<String> prefixes, String name) {
        String prefix = prefixes.stream()
                .filter(candidate -> source.names().contains(candidate + name))
                .findFirst()
                .orElse(prefixes.get(0));
        return new CheckpointTensors(source, prefix);
    }

    boolean has(String name) {
        return source.names().contains(prefix + name);
    }

    /** @throws WeightsException when the tensor is missing or of another shape; names file, tensor and both shapes */
    float[] read(String name, int... shape) {
        FloatTensor tensor = source.read(prefix + name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new WeightsException(source.description() + ": tensor '" + prefix + name + "' has the shape "
                    + Arrays.toString(tensor.shape()) + ", but the configuration asks for " + Arrays.toString(shape));
        }
        return tensor.values();
    }

    LinearWeights linear(String name, int outputs, int inputs) {
        float[] weight = read(name + ".weight", outputs, inputs);
        return new LinearWeights(weight, read(name + ".bias", outputs), inputs);
    }

    NormWeights norm(String name, int width) {
        return new NormWeights(read(name + ".weight", width), read(name + ".bias", width));
    }
}
