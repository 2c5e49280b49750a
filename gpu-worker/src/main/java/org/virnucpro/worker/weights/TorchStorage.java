package org.virnucpro.worker.weights;

/**
 * A flat array of numbers that tensors share.
 *
 * @param key names the array in the file
 * @param numbers how many it holds
 */
record TorchStorage(String key, ElementType type, long numbers) {

    long bytes() {
        return Math.multiplyExact(numbers, (long) type.bytes());
    }
}
