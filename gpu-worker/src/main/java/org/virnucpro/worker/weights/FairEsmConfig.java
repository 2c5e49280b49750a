package org.virnucpro.worker.weights;

import java.util.Map;
import org.virnucpro.worker.weights.pickle.PickledObject;

/**
 * What the entry {@code cfg} of a fair-esm {@code .pt} file says about the model.
 *
 * @param layers {@code encoder_layers}
 * @param width {@code encoder_embed_dim}
 * @param heads {@code encoder_attention_heads}
 * @param tokenDropout {@code token_dropout}: whether embeddings are rescaled by 0.88 at inference
 */
public record FairEsmConfig(int layers, int width, int heads, boolean tokenDropout) {

    /** From {@code cfg}, a dictionary whose entry {@code model} has the fields as attributes or as entries. */
    static FairEsmConfig of(Object cfg, String file) {
        Object model = cfg instanceof Map<?, ?> map ? map.get("model") : cfg;
        Object fields = model instanceof PickledObject object ? object.state() : model;
        if (!(fields instanceof Map<?, ?> map)) {
            throw new WeightsException(file + ": its cfg has no 'model' with hyper-parameters");
        }
        if (!(map.get("token_dropout") instanceof Boolean tokenDropout)) {
            throw missing("token_dropout", file);
        }
        return new FairEsmConfig(
                positive(map, "encoder_layers", file),
                positive(map, "encoder_embed_dim", file),
                positive(map, "encoder_attention_heads", file),
                tokenDropout);
    }

    private static int positive(Map<?, ?> fields, String name, String file) {
        if (fields.get(name) instanceof Long value && value > 0 && value <= Integer.MAX_VALUE) {
            return value.intValue();
        }
        throw missing(name, file);
    }

    private static WeightsException missing(String name, String file) {
        return new WeightsException(file + ": its cfg has no valid " + name + "; expected a fair-esm ESM-2 file");
    }
}
