package org.virnucpro.worker.model;

import java.util.List;

/**
 * What the tensors of ESM-2 are called. Beware: {@code final_layer_norm} of fair-esm is the norm before the feed-forward
 * block of each layer.
 *
 * @param prefixes what may stand before every name
 * @param layer name of a layer up to its number
 */
record Esm2Names(
        List<String> prefixes,
        String embedding,
        String layer,
        String attentionNorm,
        String query,
        String key,
        String value,
        String frequencies,
        String attentionOutput,
        String feedForwardNorm,
        String expand,
        String contract,
        String finalNorm) {

    static final Esm2Names HUGGING_FACE = new Esm2Names(
            List.of("esm.", ""),
            "embeddings.word_embeddings.weight",
            "encoder.layer.",
            ".attention.LayerNorm",
            ".attention.self.query",
            ".attention.self.key",
            ".attention.self.value",
            ".attention.self.rotary_embeddings.inv_freq",
            ".attention.output.dense",
            ".LayerNorm",
            ".intermediate.dense",
            ".output.dense",
            "encoder.emb_layer_norm_after");

    static final Esm2Names FAIR_ESM = new Esm2Names(
            List.of("encoder.sentence_encoder.", "encoder.", ""),
            "embed_tokens.weight",
            "layers.",
            ".self_attn_layer_norm",
            ".self_attn.q_proj",
            ".self_attn.k_proj",
            ".self_attn.v_proj",
            ".self_attn.rot_emb.inv_freq",
            ".self_attn.out_proj",
            ".final_layer_norm",
            ".fc1",
            ".fc2",
            "emb_layer_norm_after");
}
