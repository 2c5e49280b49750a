package org.virnucpro.worker.weights;

import java.util.Set;

/** The named tensors of one checkpoint (one file or a set of shards). Thread-safe. */
public interface TensorSource extends AutoCloseable {

    /** What is read, for messages: the path of the file or of the index. */
    String description();

    /** Names of all tensors, also of those whose type cannot be read. */
    Set<String> names();

    /**
     * Reads one tensor as float32 (F16 and BF16 are widened exactly).
     *
     * @throws WeightsException when it is missing, of a type that is not supported, or damaged; names file and tensor
     */
    FloatTensor read(String name);

    /**
     * Type and shape of one tensor; reads no numbers.
     *
     * @throws WeightsException when it is missing; names file and tensor
     */
    TensorOutline outline(String name);

    @Override
    void close();
}
