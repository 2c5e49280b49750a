package org.virnucpro.worker.engine.cuda.model;

import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.product.Gemm;

/** A language model whose weights are on the GPU. Confined to one thread. */
public interface DeviceModel extends AutoCloseable {

    ModelShape shape();

    /** Makes ready for sequences of that many tokens. */
    void reserve(int positions);

    /** Leaves the last hidden states of a batch in {@code activations.states()} once the stream has come there. */
    void forward(CudaStream stream, Gemm gemm, PackedBatch batch, Activations activations);

    /** How its attention knows about positions. */
    Positions positions();

    /** The attention of its first layer alone, for checking the GPU. */
    void attend(CudaStream stream, AttentionCall call);

    @Override
    void close();
}
