package org.virnucpro.worker.engine.cuda.model;

import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

/**
 * What a model's buffers and kernels are sized by.
 *
 * @param width H
 * @param wide numbers per token inside the feed-forward block
 * @param gated numbers per token behind a gate; 0 in a model without
 */
public record ModelShape(int width, int wide, int gated, int heads, int headWidth) {

    /**
     * Checks the shape.
     *
     * @throws EngineException when the kernels cannot run such a model
     */
    public ModelShape {
        if (headWidth > AttentionCall.MAX_HEAD_WIDTH || headWidth % 4 != 0) {
            throw new EngineException(
                    "attention heads of width " + headWidth + ": the CUDA engine runs multiples of 4 up" + " to "
                            + AttentionCall.MAX_HEAD_WIDTH + "; choose --engine cpu or process");
        }
        if (width % 8 != 0 || wide % 16 != 0 || width > 2560) {
            throw new EngineException("a model of width " + width + " and feed-forward width " + wide
                    + ": the CUDA engine runs multiples of 8 up to 2560, and multiples of 16; choose --engine cpu or"
                    + " process");
        }
    }

    /** Device memory that one token needs in a batch. */
    public long bytesPerToken(Precision precision) {
        return (long) width * Float.BYTES + (4L * width + wide + gated) * precision.bytes();
    }
}
