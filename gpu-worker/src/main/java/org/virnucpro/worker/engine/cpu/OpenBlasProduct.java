package org.virnucpro.worker.engine.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.model.Matrix;
import org.virnucpro.worker.model.MatrixProduct;

/**
 * Matrix products by OpenBLAS, one thread per product: the threads of this JVM work on different sequences, and a product
 * that is cut among threads would round differently.
 */
public final class OpenBlasProduct implements MatrixProduct {
    private static final long MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES; // what one direct buffer can show

    private final Set<NativeFloats> allocated = ConcurrentHashMap.newKeySet();

    private OpenBlasProduct() {}

    /**
     * Loads OpenBLAS, which comes inside a jar and is unpacked on first use.
     *
     * @throws EngineException when that fails; names the remedies
     */
    public static OpenBlasProduct load() {
        try {
            freeNativeMemoryByHand(System.getProperties());
            openblas_nolapack.blas_set_num_threads(1);
            int threads = openblas_nolapack.blas_get_num_threads();
            if (threads != 1) {
                throw new EngineException("OpenBLAS kept " + threads + " threads although 1 was asked for, so that"
                        + " results would depend on the machine; remove any other BLAS from the library path");
            }
            return new OpenBlasProduct();
        } catch (LinkageError e) {
            throw new EngineException(
                    "OpenBLAS cannot be loaded: " + e.getMessage()
                            + ". It is unpacked below ~/.javacpp/cache, which must"
                            + " be writable and not mounted noexec; name another folder with"
                            + " -Dorg.bytedeco.javacpp.cachedir=DIR (through VIRNUCPRO_JAVA_OPTS)."
                            + " Builds exist for Linux x86-64 and arm64 and macOS arm64.",
                    e);
        }
    }

    /** JavaCPP would count all native memory against the size of the Java heap, and free it at garbage collections. */
    private static void freeNativeMemoryByHand(Properties properties) {
        properties.putIfAbsent("org.bytedeco.javacpp.maxbytes", "0");
        properties.putIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
        properties.putIfAbsent("org.bytedeco.javacpp.nopointergc", "true");
    }

    @Override
    public Matrix allocate(int rows, int columns) {
        long size = (long) rows * columns;
        if (size > MAX_FLOATS) {
            throw new EngineException(
                    "a matrix of " + rows + " x " + columns + " is too large: the sequence is too long");
        }
        NativeFloats storage = new NativeFloats(Math.max(size, 1), allocated::remove);
        allocated.add(storage);
        return new Matrix(storage, 0, rows, columns, columns);
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c) {
        requireShapes(a, b.columns(), b.rows(), c);
        call(CblasNoTrans, a, b, c);
    }

    @Override
    public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
        requireShapes(a, b.rows(), b.columns(), c);
        call(CblasTrans, a, b, c);
    }

    /** Wrong shapes would write over foreign memory. */
    private static void requireShapes(Matrix a, int columns, int inner, Matrix c) {
        if (a.columns() != inner || a.rows() != c.rows() || columns != c.columns()) {
            throw new IllegalArgumentException("shapes do not fit: " + a.rows() + " x " + a.columns() + " times "
                    + inner + " x " + columns + " into " + c.rows() + " x " + c.columns());
        }
    }

    private static void call(int transposeB, Matrix a, Matrix b, Matrix c) {
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                transposeB,
                c.rows(),
                c.columns(),
                a.columns(),
                1f,
                ((NativeFloats) a.storage()).at(a.offset()),
                a.stride(),
                ((NativeFloats) b.storage()).at(b.offset()),
                b.stride(),
                0f,
                ((NativeFloats) c.storage()).at(c.offset()),
                c.stride());
    }

    @Override
    public void close() {
        allocated.forEach(NativeFloats::close);
    }
}
