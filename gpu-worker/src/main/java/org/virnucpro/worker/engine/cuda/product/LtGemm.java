package org.virnucpro.worker.engine.cuda.product;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

/**
 * Products by cublasLt. It may choose another algorithm for another number of rows, so batches are padded to one number of
 * rows; the algorithm of a shape is the first that the library offers without split sums, the same in every process. A shape
 * for which it has none goes to other products.
 *
 * <p>Row-major y [rows, outputs] = x [rows, inputs] W [outputs, inputs]^T is column-major y^T = W x^T, with W transposed.
 */
public final class LtGemm implements Gemm {
    private static final Logger LOG = LoggerFactory.getLogger(LtGemm.class);

    private static final long WORKSPACE_BYTES = 32L << 20; // what NVIDIA advises for Hopper
    private static final int RESULT_BYTES = 96; // cublasLtMatmulHeuristicResult_t
    private static final int ALGORITHM_BYTES = 64;
    private static final int STATE_AT = 72;
    private static final int OFFERS = 8;

    // cublasLt.h and library_types.h, unchanged from CUDA 11 to 13
    private static final int COMPUTE_32F = 68;
    private static final int TYPE_32F = 0;
    private static final int TYPE_16F = 2;
    private static final int TYPE_16BF = 14;
    private static final int DESC_TRANSPOSE_A = 3;
    private static final int DESC_EPILOGUE = 7;
    private static final int DESC_BIAS_POINTER = 8;
    private static final int DESC_BIAS_TYPE = 26;
    private static final int EPILOGUE_BIAS = 4;
    private static final int PREFERENCE_WORKSPACE = 1;
    private static final int PREFERENCE_REDUCTION = 3;

    private final CublasLtLibrary library;
    private final CublasLtFunctions lt;
    private final Precision precision;
    private final Gemm others;
    private final long handle;
    private final DeviceMemory workspace;
    private final Memory zero = scalar(0);
    private final Memory one = scalar(1);
    private final Memory value = new Memory(Long.BYTES);
    private final Map<LtPlan.Shape, Optional<LtPlan>> plans = new HashMap<>();

    private LtGemm(CublasLtLibrary library, Precision precision, Gemm others) {
        this.library = library;
        this.precision = precision;
        this.others = others;
        lt = library.functions();
        LongByReference made = new LongByReference();
        check(lt.cublasLtCreate(made), "cublasLtCreate");
        handle = made.getValue();
        workspace = DeviceMemory.allocate(WORKSPACE_BYTES);
    }

    /**
     * Products by the library, if it is on this machine.
     *
     * @param folder the only place to look in, if there is one
     * @param others for shapes that the library refuses; closed with the result
     */
    public static Optional<Gemm> find(
            Optional<Path> folder, HostEnvironment environment, Precision precision, Gemm others) {
        return CublasLtLibrary.find(folder, environment).map(library -> new LtGemm(library, precision, others));
    }

    @Override
    public void multiply(CudaStream stream, Linear layer, long x, long y, int rows) {
        Optional<LtPlan> plan = plan(layer, rows, false);
        if (plan.isEmpty()) {
            others.multiply(stream, layer, x, y, rows);
        } else {
            run(stream, plan.get(), layer, layer.typedBias(), x, y, zero);
        }
    }

    @Override
    public void add(CudaStream stream, Linear layer, long x, long sum, int rows) {
        Optional<LtPlan> plan = plan(layer, rows, true);
        if (plan.isEmpty()) {
            others.add(stream, layer, x, sum, rows);
        } else {
            run(stream, plan.get(), layer, layer.bias(), x, sum, one);
        }
    }

    private void run(CudaStream stream, LtPlan plan, Linear layer, long bias, long x, long y, Memory beta) {
        if (bias != 0) {
            describe(plan.description(), DESC_BIAS_POINTER, bias, Long.BYTES);
        }
        stream.launch(
                "cublasLt " + layer.outputs() + " x " + layer.inputs(),
                () -> put(stream, plan, layer.weight(), x, y, beta));
    }

    private void put(CudaStream stream, LtPlan plan, long weight, long x, long y, Memory beta) {
        check(
                lt.cublasLtMatmul(
                        handle,
                        plan.description(),
                        one,
                        weight,
                        plan.weight(),
                        x,
                        plan.input(),
                        beta,
                        y,
                        plan.output(),
                        y,
                        plan.output(),
                        plan.algorithm(),
                        workspace.address(),
                        WORKSPACE_BYTES,
                        stream.address()),
                "cublasLtMatmul");
    }

    private Optional<LtPlan> plan(Linear layer, int rows, boolean adds) {
        return plans.computeIfAbsent(
                new LtPlan.Shape(layer.outputs(), layer.inputs(), rows, layer.bias() != 0, adds), this::planned);
    }

    private Optional<LtPlan> planned(LtPlan.Shape shape) {
        int type = type(precision);
        int outputType = shape.adds() ? TYPE_32F : type;
        LongByReference description = new LongByReference();
        check(lt.cublasLtMatmulDescCreate(description, COMPUTE_32F, TYPE_32F), "cublasLtMatmulDescCreate");
        describe(description.getValue(), DESC_TRANSPOSE_A, 1, Integer.BYTES);
        if (shape.biased()) {
            describe(description.getValue(), DESC_EPILOGUE, EPILOGUE_BIAS, Integer.BYTES);
            describe(description.getValue(), DESC_BIAS_TYPE, outputType, Integer.BYTES);
        }
        long weight = layout(type, shape.inputs(), shape.outputs());
        long input = layout(type, shape.inputs(), shape.rows());
        long output = layout(outputType, shape.outputs(), shape.rows());
        Optional<LtPlan> plan = algorithm(description.getValue(), weight, input, output)
                .map(algorithm -> new LtPlan(description.getValue(), weight, input, output, algorithm));
        if (plan.isEmpty()) {
            LOG.warn(
                    "cublasLt {} has no product of {}; {} computes it",
                    library.versionText(),
                    shape,
                    others.description());
            destroy(description.getValue(), weight, input, output);
        }
        return plan;
    }

    private Optional<Memory> algorithm(long description, long weight, long input, long output) {
        LongByReference preference = new LongByReference();
        check(lt.cublasLtMatmulPreferenceCreate(preference), "cublasLtMatmulPreferenceCreate");
        try {
            prefer(preference.getValue(), PREFERENCE_WORKSPACE, WORKSPACE_BYTES, Long.BYTES);
            prefer(preference.getValue(), PREFERENCE_REDUCTION, 0, Integer.BYTES);
            Memory results = new Memory((long) OFFERS * RESULT_BYTES);
            results.clear();
            IntByReference found = new IntByReference();
            int status = lt.cublasLtMatmulAlgoGetHeuristic(
                    handle, description, weight, input, output, output, preference.getValue(), OFFERS, results, found);
            for (int i = 0; status == 0 && i < found.getValue(); i++) {
                if (results.getInt((long) i * RESULT_BYTES + STATE_AT) == 0) {
                    Memory algorithm = new Memory(ALGORITHM_BYTES);
                    algorithm.write(
                            0, results.getByteArray((long) i * RESULT_BYTES, ALGORITHM_BYTES), 0, ALGORITHM_BYTES);
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        } finally {
            lt.cublasLtMatmulPreferenceDestroy(preference.getValue());
        }
    }

    private long layout(int type, int rows, int columns) {
        LongByReference layout = new LongByReference();
        check(lt.cublasLtMatrixLayoutCreate(layout, type, rows, columns, rows), "cublasLtMatrixLayoutCreate");
        return layout.getValue();
    }

    private void describe(long description, int attribute, long number, int bytes) {
        value.setLong(0, number);
        check(
                lt.cublasLtMatmulDescSetAttribute(description, attribute, value, bytes),
                "cublasLtMatmulDescSetAttribute " + attribute);
    }

    private void prefer(long preference, int attribute, long number, int bytes) {
        value.setLong(0, number);
        check(
                lt.cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, bytes),
                "cublasLtMatmulPreferenceSetAttribute " + attribute);
    }

    private static int type(Precision precision) {
        return switch (precision) {
            case FP16 -> TYPE_16F;
            case BF16 -> TYPE_16BF;
            case FP32 -> TYPE_32F;
        };
    }

    private static Memory scalar(float number) {
        Memory memory = new Memory(Float.BYTES);
        memory.setFloat(0, number);
        return memory;
    }

    private static void check(int status, String operation) {
        if (status != 0) {
            throw CublasLtFailure.of(status, operation);
        }
    }

    /** All of the memory's rows, whatever counts of them: see the class. A longer batch is one sequence of its own. */
    @Override
    public int rows(int tokens, int capacity) {
        return tokens <= capacity ? capacity : others.rows(tokens, capacity);
    }

    @Override
    public String description() {
        return "cublasLt " + library.versionText();
    }

    private void destroy(long description, long... layouts) {
        lt.cublasLtMatmulDescDestroy(description);
        for (long layout : layouts) {
            lt.cublasLtMatrixLayoutDestroy(layout);
        }
    }

    @Override
    public void close() {
        plans.values().stream()
                .flatMap(Optional::stream)
                .forEach(plan -> destroy(plan.description(), plan.weight(), plan.input(), plan.output()));
        plans.clear();
        lt.cublasLtDestroy(handle);
        workspace.close();
        others.close();
    }
}
