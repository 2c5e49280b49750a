// Kernels that treat every number or every token alone.
#pragma once
#include "dialect.cuh"

struct EmbedArguments {
    const float* table;   // [vocabulary, width]
    const int* tokens;    // [rows]; below zero: padding
    const float* scales;  // [rows]
    float* states;        // [rows, width]
    int rows, width;
};

// states[row] = table[tokens[row]] * scales[row]; zeros for padding. One warp per row; width is a multiple of 4.
DEVICE void embed(const EmbedArguments& given) {
    int row = static_cast<int>(blockIdx.x * (blockDim.x / 32) + warp());
    if (row >= given.rows) {
        return;
    }
    int token = given.tokens[row];
    float scale = given.scales[row];
    const Float4* from = reinterpret_cast<const Float4*>(given.table + static_cast<size_t>(token < 0 ? 0 : token) * given.width);
    Float4* to = reinterpret_cast<Float4*>(given.states + static_cast<size_t>(row) * given.width);
    for (int i = static_cast<int>(lane()); i < given.width / 4; i += 32) {
        Float4 value = from[i];
        to[i] = token < 0 ? Float4{0, 0, 0, 0}
                          : Float4{value.x * scale, value.y * scale, value.z * scale, value.w * scale};
    }
}

// The exact form of GELU (Hendrycks and Gimpel, 2016), as both models use it.
DEVICE float gelu(float x) { return 0.5f * x * (1.0f + erf_exact(x * 0.70710678118654752f)); }

struct GeluArguments {
    void* values;
    long long pairs;  // numbers / 2
};

// In place. Each thread takes 4 pairs, neighbours in neighbouring threads.
template <class E>
DEVICE void gelu_all(const GeluArguments& given) {
    E* values = static_cast<E*>(given.values);
    long long first = static_cast<long long>(blockIdx.x) * blockDim.x * 4 + threadIdx.x;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        long long pair = first + static_cast<long long>(i) * blockDim.x;
        if (pair < given.pairs) {
            float a, b;
            load_pair(values + 2 * pair, a, b);
            store_pair(values + 2 * pair, gelu(a), gelu(b));
        }
    }
}

struct GegluArguments {
    const void* gated;  // [rows, 2 width]: activated half, then multiplier
    void* output;       // [rows, width]
    int rows, width;
};

// GEGLU (Shazeer, 2020): gelu(first half) * second half. A row per blockIdx.y, pairs along x.
template <class E>
DEVICE void geglu(const GegluArguments& given) {
    int pair = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    int row = static_cast<int>(blockIdx.y);
    if (2 * pair >= given.width) {
        return;
    }
    const E* from = static_cast<const E*>(given.gated) + static_cast<size_t>(row) * 2 * given.width + 2 * pair;
    float a, b, c, d;
    load_pair(from, a, b);
    load_pair(from + given.width, c, d);
    store_pair(static_cast<E*>(given.output) + static_cast<size_t>(row) * given.width + 2 * pair, gelu(a) * c, gelu(b) * d);
}
