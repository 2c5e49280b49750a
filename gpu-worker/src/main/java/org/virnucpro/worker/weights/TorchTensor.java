package org.virnucpro.worker.weights;

import java.util.Arrays;
import java.util.List;
import org.virnucpro.worker.weights.pickle.PickleException;

/**
 * A tensor as a view of a storage, checked to lie inside it.
 *
 * @param offset first number
 * @param strides distance between neighbours of each dimension, in numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
record TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides) {

    private static final int MAX_DIMENSIONS = 8;

    /** From the first arguments of {@code torch._utils._rebuild_tensor_v2}. */
    static TorchTensor rebuild(List<?> arguments) {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof TorchStorage storage
                && arguments.get(1) instanceof Long offset) {
            TorchTensor tensor = new TorchTensor(storage, offset, sizes(arguments.get(2)), sizes(arguments.get(3)));
            tensor.check();
            return tensor;
        }
        throw new PickleException("damaged pickle: a tensor that is not (storage, offset, shape, strides, ...)");
    }

    private static long[] sizes(Object tuple) {
        if (tuple instanceof List<?> list
                && list.size() <= MAX_DIMENSIONS
                && list.stream().allMatch(item -> item instanceof Long)) {
            return list.stream().mapToLong(item -> (Long) item).toArray();
        }
        throw new PickleException(
                "damaged pickle: a tensor's shape or strides are no tuple of at most " + MAX_DIMENSIONS + " integers");
    }

    private void check() {
        long elements = 1;
        long last = offset;
        boolean valid = offset >= 0 && shape.length == strides.length;
        try {
            for (int i = 0; valid && i < shape.length; i++) {
                valid = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE && strides[i] >= 0;
                elements = Math.multiplyExact(elements, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
            }
        } catch (ArithmeticException e) {
            throw new PickleException("damaged pickle: " + this + " is impossibly large", e);
        }
        if (!valid || (elements > 0 && last >= storage.numbers())) {
            throw new PickleException("damaged pickle: " + this + " does not lie inside its storage");
        }
        if (elements > storage.numbers()) {
            throw new PickleException(
                    "refused: " + this + " repeats its numbers; save it with tensor.contiguous() instead");
        }
    }

    @Override
    public String toString() {
        return "a tensor of shape " + Arrays.toString(shape) + " and strides "
                + Arrays.toString(strides) + " from number " + offset + " of the " + storage.numbers()
                + " in storage " + storage.key();
    }
}
