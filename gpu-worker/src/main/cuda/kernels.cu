// All kernels of the CUDA engine, by the names that org.virnucpro.worker.engine.cuda.kernel.Kernels asks for.
#include "attention.cuh"
#include "pointwise.cuh"
#include "product.cuh"
#include "rows.cuh"

KERNEL(embed_tokens, EmbedArguments, 128) { embed(given); }
KERNEL(pool_means, PoolArguments, 128) { mean_pool(given); }

#define KERNELS_OF(E, suffix)                                                                    \
    KERNEL(layer_norm_640_##suffix, LayerNormArguments, 128) { layer_norm<E, 5>(given); }        \
    KERNEL(layer_norm_1280_##suffix, LayerNormArguments, 128) { layer_norm<E, 10>(given); }      \
    KERNEL(layer_norm_2560_##suffix, LayerNormArguments, 128) { layer_norm<E, 20>(given); }      \
    KERNEL(gelu_##suffix, GeluArguments, 256) { gelu_all<E>(given); }                            \
    KERNEL(geglu_##suffix, GegluArguments, 256) { geglu<E>(given); }

#define TENSOR_KERNELS_OF(E, suffix)                                                                                  \
    KERNELS_OF(E, suffix)                                                                                             \
    KERNEL(product_##suffix, ProductArguments, PRODUCT_THREADS) { product<E, false>(given); }                         \
    KERNEL(product_add_##suffix, ProductArguments, PRODUCT_THREADS) { product<E, true>(given); }                      \
    KERNEL(attention_rotary_16_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 16, true>(given); }    \
    KERNEL(attention_rotary_32_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 32, true>(given); }    \
    KERNEL(attention_rotary_64_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 64, true>(given); }    \
    KERNEL(attention_alibi_16_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 16, false>(given); }    \
    KERNEL(attention_alibi_32_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 32, false>(given); }    \
    KERNEL(attention_alibi_64_##suffix, AttentionArguments, ATTENTION_THREADS) { attention<E, 64, false>(given); }

TENSOR_KERNELS_OF(Half, f16)
TENSOR_KERNELS_OF(BFloat16, bf16)
KERNELS_OF(float, f32)
KERNEL(product_f32, ProductArguments, 256) { plain_product<false>(given); }
KERNEL(product_add_f32, ProductArguments, 256) { plain_product<true>(given); }
KERNEL(attention_rotary_f32, AttentionArguments, ATTENTION_THREADS) { plain_attention<true>(given); }
KERNEL(attention_alibi_f32, AttentionArguments, ATTENTION_THREADS) { plain_attention<false>(given); }
