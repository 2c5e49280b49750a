package org.virnucpro.worker.engine.cuda.kernel;

import java.util.HashMap;
import java.util.Map;
import org.virnucpro.worker.engine.cuda.driver.CudaKernel;
import org.virnucpro.worker.engine.cuda.driver.CudaKernel.Grid;
import org.virnucpro.worker.engine.cuda.driver.CudaModule;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.driver.KernelArguments;

/**
 * Launches the kernels of one precision. Addresses are of device memory; matrices are row-major; "type" is the precision's.
 * Confined to one thread.
 */
public final class Kernels implements AutoCloseable {
    private static final int WARPS = 4;
    private static final int ROW_THREADS = 32 * WARPS;
    private static final int PAIR_THREADS = 256;
    private static final int PAIRS_PER_THREAD = 4;
    private static final int PRODUCT_TILE = 128;
    private static final int PRODUCT_SHARED = 3 * 2 * PRODUCT_TILE * 32 * 2;
    private static final int PLAIN_TILE = 64;
    private static final int PLAIN_SHARED = 2 * 16 * PLAIN_TILE * Float.BYTES;
    private static final int ATTENTION_THREADS = 128;
    private static final int PLAIN_ATTENTION_SHARED = WARPS * (64 + 32) * Float.BYTES;
    private static final int[] NORM_WIDTHS = {640, 1280, 2560};

    /** Rows of every matrix in a product come in multiples of this; the last ones may be padding. */
    public static final int ROW_MULTIPLE = PRODUCT_TILE;

    private final Precision precision;
    private final CudaModule module;
    private final Map<String, CudaKernel> kernels = new HashMap<>();
    private final KernelArguments arguments = new KernelArguments();

    private Kernels(Precision precision, CudaModule module) {
        this.precision = precision;
        this.module = module;
    }

    /** Loads them into the current context. */
    public static Kernels load(Precision precision) {
        return new Kernels(precision, CudaModule.load(KernelImage.ptx()));
    }

    public Precision precision() {
        return precision;
    }

    public void embed(CudaStream stream, EmbedCall call) {
        arguments
                .start()
                .address(call.table())
                .address(call.tokens())
                .address(call.scales())
                .address(call.states());
        arguments.int32(call.rows()).int32(call.width());
        plain("embed_tokens").launch(stream, new Grid(blocks(call.rows(), WARPS), 1), ROW_THREADS, arguments);
    }

    public void layerNorm(CudaStream stream, NormCall call) {
        arguments.start().address(call.states()).address(call.weight()).address(call.bias());
        arguments.address(call.kept()).address(call.output());
        arguments.int32(call.rows()).int32(call.width()).float32(call.epsilon());
        typed("layer_norm_" + normWidth(call.width()), 0)
                .launch(stream, new Grid(blocks(call.rows(), WARPS), 1), ROW_THREADS, arguments);
    }

    /** GELU of {@code count} numbers of the type, in place; an even count. */
    public void gelu(CudaStream stream, long values, long count) {
        arguments.start().address(values).int64(count / 2);
        int blocks =
                Math.toIntExact((count / 2 + PAIR_THREADS * PAIRS_PER_THREAD - 1) / (PAIR_THREADS * PAIRS_PER_THREAD));
        typed("gelu", 0).launch(stream, new Grid(blocks, 1), PAIR_THREADS, arguments);
    }

    /** output [rows, width] = gelu(first half of gated [rows, 2 width]) * second half. */
    public void geglu(CudaStream stream, long gated, long output, int rows, int width) {
        arguments.start().address(gated).address(output).int32(rows).int32(width);
        typed("geglu", 0).launch(stream, new Grid(blocks(width / 2, PAIR_THREADS), rows), PAIR_THREADS, arguments);
    }

    /** Attention with rotary positions; tables are float32 [positions, headWidth / 2]. */
    public void rotaryAttention(CudaStream stream, AttentionCall call, long cosines, long sines) {
        attention(stream, "rotary", call, cosines, sines, 0);
    }

    /** Attention with ALiBi; slopes are float32 [heads]. */
    public void alibiAttention(CudaStream stream, AttentionCall call, long slopes) {
        attention(stream, "alibi", call, 0, 0, slopes);
    }

    private void attention(CudaStream stream, String kind, AttentionCall call, long cosines, long sines, long slopes) {
        arguments.start().address(call.projected()).address(call.context()).address(call.work());
        arguments.address(cosines).address(sines).address(slopes);
        arguments.int32(call.heads()).int32(call.headWidth()).float32(call.scale());
        int padded = call.headWidth() <= 16 ? 16 : call.headWidth() <= 32 ? 32 : AttentionCall.MAX_HEAD_WIDTH;
        CudaKernel kernel = precision == Precision.FP32
                ? typed("attention_" + kind, PLAIN_ATTENTION_SHARED)
                : typed("attention_" + kind + "_" + padded, 3 * 64 * (padded + 8) * Short.BYTES);
        kernel.launch(stream, new Grid(call.items(), call.heads()), ATTENTION_THREADS, arguments);
    }

    public void poolMeans(CudaStream stream, PoolCall call) {
        arguments
                .start()
                .address(call.states())
                .address(call.ranges())
                .address(call.means())
                .address(call.broken());
        arguments.int32(call.width());
        Grid grid = new Grid(call.sequences(), blocks(call.width(), ROW_THREADS));
        plain("pool_means").launch(stream, grid, ROW_THREADS, arguments);
    }

    /** The output gets the product in the type. */
    public void product(CudaStream stream, ProductCall call) {
        product(stream, "product", call);
    }

    /** The output, float32, gets its sum with the product. */
    public void addProduct(CudaStream stream, ProductCall call) {
        product(stream, "product_add", call);
    }

    private void product(CudaStream stream, String name, ProductCall call) {
        arguments
                .start()
                .address(call.x())
                .address(call.weight())
                .address(call.bias())
                .address(call.output());
        arguments.int32(call.rows()).int32(call.columns()).int32(call.inner());
        if (precision == Precision.FP32) {
            Grid grid = new Grid(blocks(call.columns(), PLAIN_TILE), call.rows() / PLAIN_TILE);
            typed(name, PLAIN_SHARED).launch(stream, grid, PAIR_THREADS, arguments);
        } else {
            Grid grid = new Grid(blocks(call.columns(), PRODUCT_TILE) * (call.rows() / PRODUCT_TILE), 1);
            typed(name, PRODUCT_SHARED).launch(stream, grid, PAIR_THREADS, arguments);
        }
    }

    private static int normWidth(int width) {
        for (int known : NORM_WIDTHS) {
            if (width <= known) {
                return known;
            }
        }
        throw new IllegalArgumentException("hidden states of width " + width + ", at most 2560 can be normalised");
    }

    private static int blocks(int count, int each) {
        return (count + each - 1) / each;
    }

    private CudaKernel typed(String name, int sharedBytes) {
        return kernels.computeIfAbsent(name + "_" + precision.suffix(), full -> module.kernel(full, sharedBytes));
    }

    private CudaKernel plain(String name) {
        return kernels.computeIfAbsent(name, full -> module.kernel(full, 0));
    }

    @Override
    public void close() {
        module.close();
    }
}
