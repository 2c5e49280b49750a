package org.virnucpro.worker.model;

/**
 * The port to matrix products. Thread-safe: products on different results may run at the same time. The bits of a result
 * depend only on the shapes and on the numbers.
 */
public interface MatrixProduct extends AutoCloseable {

    /** A new matrix whose storage this object's products can use; its numbers are undefined. */
    Matrix allocate(int rows, int columns);

    /** c = a b, for a [m, k], b [k, n], c [m, n]. */
    void multiply(Matrix a, Matrix b, Matrix c);

    /** c = a b^T, for a [m, k], b [n, k], c [m, n]. */
    void multiplyTransposed(Matrix a, Matrix b, Matrix c);

    /** Frees every matrix that is still allocated. Idempotent. */
    @Override
    void close();
}
