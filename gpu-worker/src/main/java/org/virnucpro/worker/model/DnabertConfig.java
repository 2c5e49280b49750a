package org.virnucpro.worker.model;

import java.nio.file.Path;

/**
 * The shape of a DNABERT-2 or DNABERT-S model.
 *
 * @param width H, the width of a hidden state and of an embedding
 * @param feedForward F, half the width of the gated matrix
 */
public record DnabertConfig(
        int layers, int width, int heads, int feedForward, int vocabulary, int tokenTypes, double normEpsilon) {

    public DnabertConfig {
        if (width % heads != 0) {
            throw new ModelException("a DNABERT model of width " + width + " cannot have " + heads + " heads");
        }
    }

    public int headWidth() {
        return width / heads;
    }

    /** The slope of ALiBi for each head. */
    public float[] alibiSlopes() {
        return AlibiBias.slopes(heads);
    }

    /** @throws ModelException when the file is damaged or a value is out of range; names file and key */
    static DnabertConfig read(Path file) {
        ConfigJson json = ConfigJson.read(file);
        return new DnabertConfig(
                json.positive("num_hidden_layers"),
                json.positive("hidden_size"),
                json.positive("num_attention_heads"),
                json.positive("intermediate_size"),
                json.positive("vocab_size"),
                json.positive("type_vocab_size"),
                json.positive("layer_norm_eps", 1e-12));
    }
}
