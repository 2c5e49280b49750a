package org.virnucpro.worker.engine.cuda.model;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.kernel.EmbedCall;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.NormCall;
import org.virnucpro.worker.engine.cuda.product.Gemm;
import org.virnucpro.worker.model.DnabertConfig;
import org.virnucpro.worker.model.DnabertLayerWeights;
import org.virnucpro.worker.model.DnabertWeights;

/** DNABERT-2 and DNABERT-S (Zhou et al., 2023 and 2024): post-norm layers with ALiBi and GEGLU; see worker.model.DnabertModel. */
public final class DnabertOnDevice implements DeviceModel {
    private final Kernels kernels;
    private final ModelShape shape;
    private final WeightUpload upload;
    private final long embedding;
    private final WeightUpload.Norm embeddingNorm;
    private final float[] slopes;
    private final long slopesAddress;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(
            Gemm.Linear queryKeyValue,
            Gemm.Linear attentionOutput,
            WeightUpload.Norm attentionNorm,
            Gemm.Linear gated,
            Gemm.Linear contract,
            WeightUpload.Norm feedForwardNorm) {}

    /**
     * Moves all weights to the GPU, one layer at a time.
     *
     * @param kernels stay the caller's to close
     * @throws org.virnucpro.worker.engine.cuda.driver.CudaException also when there is not enough memory; keeps nothing then
     */
    public DnabertOnDevice(Kernels kernels, DnabertWeights weights) {
        this.kernels = kernels;
        DnabertConfig config = weights.config();
        shape = new ModelShape(
                config.width(), 2 * config.feedForward(), config.feedForward(), config.heads(), config.headWidth());
        upload = new WeightUpload(kernels.precision());
        try {
            embedding = upload.floats(weights.embedding());
            embeddingNorm = upload.norm(weights.embeddingNorm(), config.normEpsilon());
            slopes = config.alibiSlopes();
            slopesAddress = upload.floats(slopes);
            for (int i = 0; i < config.layers(); i++) {
                layers.add(layer(i, weights.layer(i), config.normEpsilon()));
            }
        } catch (RuntimeException | Error unusable) {
            upload.close();
            throw unusable;
        }
    }

    private Layer layer(int index, DnabertLayerWeights weights, double epsilon) {
        String name = "layer " + index;
        return new Layer(
                upload.linear(name + ", attention input", weights.queryKeyValue()),
                upload.linear(name + ", attention output", weights.attentionOutput()),
                upload.norm(weights.attentionNorm(), epsilon),
                upload.linear(name + ", gated input", weights.gated()),
                upload.linear(name + ", feed-forward output", weights.contract()),
                upload.norm(weights.feedForwardNorm(), epsilon));
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    /** Distances need no tables. */
    @Override
    public void reserve(int positions) {}

    @Override
    public Positions positions() {
        return new Positions.Alibi(slopes);
    }

    @Override
    public void attend(CudaStream stream, AttentionCall call) {
        kernels.alibiAttention(stream, call, slopesAddress);
    }

    @Override
    public void forward(CudaStream stream, Gemm gemm, PackedBatch batch, Activations activations) {
        long states = activations.states().address();
        int rows = batch.rows();
        kernels.embed(stream, new EmbedCall(embedding, batch.tokens(), batch.scales(), states, rows, shape.width()));
        normalise(stream, embeddingNorm, activations, rows);
        AttentionCall attention = new AttentionCall(
                activations.projected().address(),
                activations.input().address(),
                batch.work(),
                batch.items(),
                shape.heads(),
                shape.headWidth(),
                (float) (1 / Math.sqrt(shape.headWidth())));
        for (Layer layer : layers) {
            gemm.multiply(
                    stream,
                    layer.queryKeyValue,
                    activations.input().address(),
                    activations.projected().address(),
                    rows);
            attend(stream, attention);
            gemm.add(stream, layer.attentionOutput, activations.input().address(), states, rows);
            normalise(stream, layer.attentionNorm, activations, rows);

            gemm.multiply(
                    stream,
                    layer.gated,
                    activations.input().address(),
                    activations.wide().address(),
                    rows);
            kernels.geglu(
                    stream, activations.wide().address(), activations.gated().address(), rows, shape.gated());
            gemm.add(stream, layer.contract, activations.gated().address(), states, rows);
            normalise(stream, layer.feedForwardNorm, activations, rows);
        }
    }

    /** Both the states and the next layer's input are the normalised states. */
    private void normalise(CudaStream stream, WeightUpload.Norm norm, Activations activations, int rows) {
        long states = activations.states().address();
        long input = activations.input().address();
        kernels.layerNorm(
                stream,
                new NormCall(states, norm.weight(), norm.bias(), states, input, rows, shape.width(), norm.epsilon()));
    }

    @Override
    public void close() {
        upload.close();
    }
}
