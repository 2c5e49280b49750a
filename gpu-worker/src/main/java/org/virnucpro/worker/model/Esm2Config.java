package org.virnucpro.worker.model;

import java.nio.file.Path;
import org.virnucpro.worker.weights.FairEsmConfig;

/**
 * The shape of an ESM-2 model.
 *
 * @param width H, the width of a hidden state and of an embedding
 * @param feedForward width inside the feed-forward block, 4H in every published model
 * @param tokenDropout whether embeddings are scaled by 0.88 (see {@link Esm2Model}), also at inference
 */
public record Esm2Config(int layers, int width, int heads, int feedForward, double normEpsilon, boolean tokenDropout) {
    /** Tokens of the ESM-2 alphabet. */
    public static final int VOCABULARY = 33;

    private static final double EPSILON = 1e-5;

    public Esm2Config {
        if (width % heads != 0 || width / heads % 2 != 0) {
            throw new ModelException(
                    "an ESM-2 model of width " + width + " cannot have " + heads + " heads of even width");
        }
    }

    public int headWidth() {
        return width / heads;
    }

    /** @throws ModelException when the file is damaged or describes another model (ESM-1); names file and key */
    static Esm2Config read(Path file) {
        ConfigJson json = ConfigJson.read(file);
        if (!json.text("position_embedding_type").equals("rotary")) {
            throw json.refused("position_embedding_type", "is not \"rotary\": this is not an ESM-2 model");
        }
        if (json.flag("emb_layer_norm_before", false)) {
            throw json.refused("emb_layer_norm_before", "is true: this is not an ESM-2 model");
        }
        if (json.positive("vocab_size") != VOCABULARY) {
            throw json.refused("vocab_size", "must be " + VOCABULARY + " for an ESM-2 model");
        }
        return new Esm2Config(
                json.positive("num_hidden_layers"),
                json.positive("hidden_size"),
                json.positive("num_attention_heads"),
                json.positive("intermediate_size"),
                json.positive("layer_norm_eps", EPSILON),
                json.flag("token_dropout", true));
    }

    static Esm2Config of(FairEsmConfig config) {
        return new Esm2Config(
                config.layers(), config.width(), config.heads(), 4 * config.width(), EPSILON, config.tokenDropout());
    }
}
