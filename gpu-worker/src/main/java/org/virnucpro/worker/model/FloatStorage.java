package org.virnucpro.worker.model;

/**
 * A block of float32 numbers that a {@link MatrixProduct} can read and write, usually outside the Java heap. Different
 * threads may use different parts of it at the same time.
 */
public interface FloatStorage extends AutoCloseable {

    /** Copies numbers out, from {@code index}, into {@code target[0, count)}. */
    void get(long index, float[] target, int count);

    /** Copies numbers in, to {@code index}, from {@code source[offset, offset + count)}. */
    void put(long index, float[] source, int offset, int count);

    /** Frees the memory. Idempotent; no other method may be called after it. */
    @Override
    void close();
}
