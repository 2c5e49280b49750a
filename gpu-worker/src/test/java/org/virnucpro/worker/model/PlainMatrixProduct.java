package org.virnucpro.worker.model;

/** The definition of the matrix product in plain Java, summed in double: what other implementations are compared with. */
public final class PlainMatrixProduct implements MatrixProduct {

    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    private record HeapFloats(float[] values) implements FloatStorage {

        @Override
        public void get(long index, float[] target, int count) {
            System.arraycopy(values, (int) index, target, 0, count);
        }

        @Override
        public void put(long index, float[] source, int offset, int count) {
            System.arraycopy(source, offset, values, (int) index, count);
        }

        @Override
        public void close() {}
    }

    @Override
    public Matrix allocate(int rows, int columns) {
        return new Matrix(new HeapFloats(new float[rows * columns]), 0, rows, columns, columns);
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c) {
        multiply(a, b, b.stride(), 1, c);
    }

    @Override
    public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
        multiply(a, b, 1, b.stride(), c);
    }

    private static void multiply(Matrix a, Matrix b, int stepInner, int stepColumn, Matrix c) {
        float[] left = ((HeapFloats) a.storage()).values();
        float[] right = ((HeapFloats) b.storage()).values();
        float[] result = ((HeapFloats) c.storage()).values();
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < a.columns(); k++) {
                    sum += (double) left[(int) a.offset() + i * a.stride() + k]
                            * right[(int) b.offset() + k * stepInner + j * stepColumn];
                }
                result[(int) c.offset() + i * c.stride() + j] = (float) sum;
            }
        }
    }

    @Override
    public void close() {}
}
