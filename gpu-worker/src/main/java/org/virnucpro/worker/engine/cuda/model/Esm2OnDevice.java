package org.virnucpro.worker.engine.cuda.model;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.kernel.EmbedCall;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.NormCall;
import org.virnucpro.worker.engine.cuda.product.Gemm;
import org.virnucpro.worker.model.Esm2Config;
import org.virnucpro.worker.model.Esm2LayerWeights;
import org.virnucpro.worker.model.Esm2Weights;

/** ESM-2 (Lin et al., 2023): pre-norm layers with rotary positions, a last norm; see worker.model.Esm2Model. */
public final class Esm2OnDevice implements DeviceModel {
    private final Kernels kernels;
    private final ModelShape shape;
    private final WeightUpload upload;
    private final RotaryTables rotary = new RotaryTables();
    private final long embedding;
    private final List<Layer> layers = new ArrayList<>();
    private final WeightUpload.Norm finalNorm;

    private record Layer(
            WeightUpload.Norm attentionNorm,
            Gemm.Linear queryKeyValue,
            int rotary,
            Gemm.Linear attentionOutput,
            WeightUpload.Norm feedForwardNorm,
            Gemm.Linear expand,
            Gemm.Linear contract) {}

    /**
     * Moves all weights to the GPU, one layer at a time.
     *
     * @param kernels stay the caller's to close
     * @throws org.virnucpro.worker.engine.cuda.driver.CudaException also when there is not enough memory; keeps nothing then
     */
    public Esm2OnDevice(Kernels kernels, Esm2Weights weights) {
        this.kernels = kernels;
        Esm2Config config = weights.config();
        shape = new ModelShape(config.width(), config.feedForward(), 0, config.heads(), config.headWidth());
        upload = new WeightUpload(kernels.precision());
        try {
            embedding = upload.floats(weights.embedding());
            for (int i = 0; i < config.layers(); i++) {
                layers.add(layer(i, weights.layer(i), config.normEpsilon()));
            }
            finalNorm = upload.norm(weights.finalNorm(), config.normEpsilon());
        } catch (RuntimeException | Error unusable) {
            upload.close();
            throw unusable;
        }
    }

    private Layer layer(int index, Esm2LayerWeights weights, double epsilon) {
        String name = "layer " + index;
        return new Layer(
                upload.norm(weights.attentionNorm(), epsilon),
                upload.linear(name + ", attention input", weights.query(), weights.key(), weights.value()),
                rotary.add(weights.frequencies()),
                upload.linear(name + ", attention output", weights.attentionOutput()),
                upload.norm(weights.feedForwardNorm(), epsilon),
                upload.linear(name + ", feed-forward input", weights.expand()),
                upload.linear(name + ", feed-forward output", weights.contract()));
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public void reserve(int positions) {
        rotary.reserve(positions);
    }

    @Override
    public Positions positions() {
        return new Positions.Rotary(rotary.frequencies(layers.get(0).rotary));
    }

    @Override
    public void attend(CudaStream stream, AttentionCall call) {
        attend(stream, call, layers.get(0).rotary);
    }

    private void attend(CudaStream stream, AttentionCall call, int tables) {
        kernels.rotaryAttention(stream, call, rotary.cosines(tables), rotary.sines(tables));
    }

    @Override
    public void forward(CudaStream stream, Gemm gemm, PackedBatch batch, Activations activations) {
        long states = activations.states().address();
        kernels.embed(
                stream, new EmbedCall(embedding, batch.tokens(), batch.scales(), states, batch.rows(), shape.width()));
        AttentionCall attention = new AttentionCall(
                activations.projected().address(),
                activations.input().address(),
                batch.work(),
                batch.items(),
                shape.heads(),
                shape.headWidth(),
                (float) (1 / Math.sqrt(shape.headWidth())));
        for (Layer layer : layers) {
            normalise(
                    stream, layer.attentionNorm, states, 0, activations.input().address(), batch.rows());
            gemm.multiply(
                    stream,
                    layer.queryKeyValue,
                    activations.input().address(),
                    activations.projected().address(),
                    batch.rows());
            attend(stream, attention, layer.rotary);
            gemm.add(stream, layer.attentionOutput, activations.input().address(), states, batch.rows());

            normalise(
                    stream,
                    layer.feedForwardNorm,
                    states,
                    0,
                    activations.input().address(),
                    batch.rows());
            gemm.multiply(
                    stream,
                    layer.expand,
                    activations.input().address(),
                    activations.wide().address(),
                    batch.rows());
            kernels.gelu(stream, activations.wide().address(), (long) batch.rows() * shape.wide());
            gemm.add(stream, layer.contract, activations.wide().address(), states, batch.rows());
        }
        normalise(stream, finalNorm, states, states, 0, batch.rows());
    }

    private void normalise(CudaStream stream, WeightUpload.Norm norm, long states, long kept, long output, int rows) {
        kernels.layerNorm(
                stream,
                new NormCall(states, norm.weight(), norm.bias(), kept, output, rows, shape.width(), norm.epsilon()));
    }

    @Override
    public void close() {
        rotary.close();
        upload.close();
    }
}
