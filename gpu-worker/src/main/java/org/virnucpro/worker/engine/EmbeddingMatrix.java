package org.virnucpro.worker.engine;

/**
 * A dense float32 matrix [rows, columns], row-major, owned by whoever holds it.
 *
 * @param values rows * columns numbers; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a view over numbers, never compared or hashed
public record EmbeddingMatrix(int rows, int columns, float[] values) {

    public EmbeddingMatrix {
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "matrix of " + rows + " x " + columns + " over " + values.length + " numbers");
        }
    }

    public float at(int row, int column) {
        return values[row * columns + column];
    }
}
