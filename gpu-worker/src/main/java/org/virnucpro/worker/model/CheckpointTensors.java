package org.virnucpro.worker.model;

import java.util.Arrays;
import java.util.List;
import org.virnucpro.worker.weights.TensorOutline;
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
        require(name, shape);
        return source.read(prefix + name).values();
    }

    /** The checks of {@link #read} without reading. Returns how many numbers the tensor holds. */
    long require(String name, int... shape) {
        TensorOutline outline = source.outline(prefix + name);
        long[] expected = Arrays.stream(shape).asLongStream().toArray();
        if (!Arrays.equals(outline.shape(), expected)) {
            throw new WeightsException(source.description() + ": tensor '" + prefix + name + "' has the shape "
                    + Arrays.toString(outline.shape()) + ", but the configuration asks for "
                    + Arrays.toString(shape));
        }
        return outline.numbers();
    }

    long requireLinear(String name, int outputs, int inputs) {
        return require(name + ".weight", outputs, inputs) + require(name + ".bias", outputs);
    }

    long requireNorm(String name, int width) {
        return require(name + ".weight", width) + require(name + ".bias", width);
    }

    LinearWeights linear(String name, int outputs, int inputs) {
        float[] weight = read(name + ".weight", outputs, inputs);
        return new LinearWeights(weight, read(name + ".bias", outputs), inputs);
    }

    NormWeights norm(String name, int width) {
        return new NormWeights(read(name + ".weight", width), read(name + ".bias", width));
    }
}
