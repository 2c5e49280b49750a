package org.virnucpro.worker.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.virnucpro.worker.model.Matrix;
import org.virnucpro.worker.model.MatrixProduct;
import org.virnucpro.worker.model.PlainMatrixProduct;

final class OpenBlasProductTest {
    private final OpenBlasProduct blas = OpenBlasProduct.load();

    @Test
    void products_use_one_thread() {
        openblas_nolapack.blas_set_num_threads(2);

        try (OpenBlasProduct loaded = OpenBlasProduct.load()) {
            assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
        }
    }

    /** Numbers below 1: partial sums stay far below k, so each of k roundings is far below k * 2^-24. */
    @Test
    void products_equal_those_of_plain_java_to_float_rounding() {
        int[][] shapes = {{1, 1, 1}, {3, 5, 7}, {168, 16, 168}, {168, 168, 16}, {33, 320, 64}, {2, 1280, 320}};
        for (int[] shape : shapes) {
            for (boolean transposed : new boolean[] {false, true}) {
                float[] found = product(blas, shape, transposed);
                float[] expected = product(new PlainMatrixProduct(), shape, transposed);
                for (int i = 0; i < found.length; i++) {
                    assertThat(found[i]).isCloseTo(expected[i], offset((shape[1] + 20) * 6e-8f));
                }
            }
        }
    }

    @Test
    void numbers_around_the_result_stay_as_they_were() {
        Matrix around = blas.allocate(6, 8);
        for (int row = 0; row < 6; row++) {
            around.writeRow(row, new float[] {9, 9, 9, 9, 9, 9, 9, 9}, 0);
        }
        Matrix part = around.rows(1, 4).columns(2, 3);

        blas.multiplyTransposed(random(blas, 4, 5, 1), random(blas, 3, 5, 2), part);

        float[] row = new float[8];
        for (int i = 0; i < 6; i++) {
            around.readRow(i, row);
            for (int j = 0; j < 8; j++) {
                boolean inside = i >= 1 && i < 5 && j >= 2 && j < 5;
                assertThat(row[j] == 9f).as("%d, %d", i, j).isEqualTo(!inside);
            }
        }
    }

    @Test
    void shapes_that_do_not_fit_are_refused() {
        Matrix a = blas.allocate(2, 3);

        assertThatThrownBy(() -> blas.multiply(a, blas.allocate(4, 2), blas.allocate(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 3 times 4 x 2");
        assertThatThrownBy(() -> blas.multiplyTransposed(a, blas.allocate(4, 3), blas.allocate(2, 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] product(MatrixProduct product, int[] shape, boolean transposed) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        // Strides larger than the width, as for one head of many.
        Matrix a = random(product, m, k + 3, 5).columns(2, k);
        Matrix b = transposed
                ? random(product, n, k + 5, 6).columns(1, k)
                : random(product, k, n + 5, 6).columns(1, n);
        Matrix c = random(product, m, n + 2, 7).columns(1, n);
        if (transposed) {
            product.multiplyTransposed(a, b, c);
        } else {
            product.multiply(a, b, c);
        }
        float[] all = new float[m * n];
        float[] row = new float[n];
        for (int i = 0; i < m; i++) {
            c.readRow(i, row);
            System.arraycopy(row, 0, all, i * n, n);
        }
        return all;
    }

    private static Matrix random(MatrixProduct product, int rows, int columns, long seed) {
        Random random = new Random(seed);
        Matrix matrix = product.allocate(rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextFloat() * 2 - 1;
            }
            matrix.writeRow(i, row, 0);
        }
        return matrix;
    }
}
