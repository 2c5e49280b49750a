package org.virnucpro.worker.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.weights.TensorOutline;
import org.virnucpro.worker.weights.TensorSource;

/**
 * What a checkpoint is, without its numbers.
 *
 * @param architecture in words
 * @param sizes layers, width and so on, by name
 * @param parameters numbers that an embedding or a classification needs
 * @param storedNumbers numbers in the file by type, also those that are not needed
 * @param storedBytes size of all tensors in the file
 * @param cost of one token; absent sizes are 0
 */
public record ModelOutline(
        ModelPart part,
        String architecture,
        Map<String, Integer> sizes,
        long parameters,
        SortedMap<String, Long> storedNumbers,
        long storedBytes,
        TokenCost cost) {

    /**
     * What one token takes.
     *
     * @param tokens in a sequence of the usual length: a 500-base window, or its protein
     * @param flops floating-point operations per token of such a sequence, a multiply-add counted as two
     * @param activationBytes memory per token of a batch, in float32
     */
    public record TokenCost(int tokens, long flops, long activationBytes) {}

    static ModelOutline of(ModelPart part, Shape shape, long parameters, TensorSource source) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        long bytes = 0;
        for (String name : source.names()) {
            TensorOutline tensor = source.outline(name);
            numbers.merge(tensor.type(), tensor.numbers(), Long::sum);
            bytes += tensor.numbers() * tensor.bytes();
        }
        return new ModelOutline(part, shape.architecture(), shape.sizes(), parameters, numbers, bytes, shape.cost());
    }

    /** Memory for the parameters with this many bytes for each: 4 for float32, 2 for float16. */
    public long weightBytes(int bytesPerNumber) {
        return parameters * bytesPerNumber;
    }

    record Shape(String architecture, Map<String, Integer> sizes, TokenCost cost) {}
}
