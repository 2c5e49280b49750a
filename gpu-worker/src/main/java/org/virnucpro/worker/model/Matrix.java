package org.virnucpro.worker.model;

/**
 * A float32 matrix [rows, columns] inside a storage, row-major.
 *
 * @param offset index of element (0, 0)
 * @param stride distance between the starts of two rows, at least {@code columns}
 */
public record Matrix(FloatStorage storage, long offset, int rows, int columns, int stride) {

    /** The rows {@code [from, from + count)}, not copied. */
    public Matrix rows(int from, int count) {
        return new Matrix(storage, offset + (long) from * stride, count, columns, stride);
    }

    /** The columns {@code [from, from + count)}, not copied. */
    public Matrix columns(int from, int count) {
        return new Matrix(storage, offset + from, rows, count, stride);
    }

    /** Copies a row to {@code target[0, columns)}. */
    public void readRow(int row, float[] target) {
        storage.get(offset + (long) row * stride, target, columns);
    }

    /** Copies {@code source[from, from + columns)} to a row. */
    public void writeRow(int row, float[] source, int from) {
        storage.put(offset + (long) row * stride, source, from, columns);
    }
}
