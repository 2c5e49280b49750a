package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WorkspaceTest {

    @Test
    void memory_that_ran_out_for_a_long_sequence_does_not_harm_the_next_one() {
        Workspace workspace = new Workspace(new SmallMemory(), 4, 8);
        workspace.reserve(10);
        assertThatThrownBy(() -> workspace.reserve(600)).isInstanceOf(IllegalStateException.class);

        workspace.reserve(20);
        float[] row = {1, 2, 3, 4};
        workspace.output(20).writeRow(19, row, 0);
        workspace.queryKeyValue(20).columns(8, 4).writeRow(19, row, 0);
    }

    @Test
    void a_longer_sequence_frees_the_memory_of_the_shorter_one() {
        Workspace workspace = new Workspace(new SmallMemory(), 4, 8);
        workspace.reserve(10);
        Matrix before = workspace.input(10);
        workspace.reserve(100);

        assertThatThrownBy(() -> before.writeRow(0, new float[4], 0)).hasMessage("closed");
        assertThat(workspace.states()).hasSizeGreaterThanOrEqualTo(400);
    }

    /** Has no room for more than 500 rows of more than 4 numbers, and notices when freed memory is used. */
    private static final class SmallMemory implements MatrixProduct {

        @Override
        public Matrix allocate(int rows, int columns) {
            if (rows > 500 && columns > 4) {
                throw new IllegalStateException("no memory left");
            }
            return new Matrix(new CheckedStorage(), 0, rows, columns, columns);
        }

        @Override
        public void multiply(Matrix a, Matrix b, Matrix c) {}

        @Override
        public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {}

        @Override
        public void close() {}
    }

    private static final class CheckedStorage implements FloatStorage {
        private boolean closed;

        @Override
        public void get(long index, float[] target, int count) {
            requireOpen();
        }

        @Override
        public void put(long index, float[] source, int offset, int count) {
            requireOpen();
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("closed");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
