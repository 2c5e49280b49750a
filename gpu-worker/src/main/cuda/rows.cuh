// Kernels that reduce the hidden states: layer normalisation along a token, pooling along a sequence.
#pragma once
#include "dialect.cuh"

struct LayerNormArguments {
    const float* states;  // [rows, width]
    const float* weight;  // [width]
    const float* bias;    // [width]
    float* kept;          // [rows, width] float32, may be states; null: not wanted
    void* output;         // [rows, width] in the type of the products; null: not wanted
    int rows, width;
    float epsilon;
};

// (x - mean) / sqrt(variance + epsilon) * weight + bias (Ba et al., 2016), two passes over registers. One warp per row of at
// most 128 * VECTORS numbers, a multiple of 4.
template <class E, int VECTORS>
DEVICE void layer_norm(const LayerNormArguments& given) {
    int row = static_cast<int>(blockIdx.x * (blockDim.x / 32) + warp());
    if (row >= given.rows) {
        return;
    }
    size_t at = static_cast<size_t>(row) * given.width;
    const Float4* from = reinterpret_cast<const Float4*>(given.states + at);
    int vectors = given.width / 4;
    Float4 x[VECTORS];
    float sum = 0;
#pragma unroll
    for (int i = 0; i < VECTORS; i++) {
        int vector = i * 32 + static_cast<int>(lane());
        x[i] = vector < vectors ? from[vector] : Float4{0, 0, 0, 0};
        sum += (x[i].x + x[i].y) + (x[i].z + x[i].w);
    }
    float mean = warp_sum(sum) / static_cast<float>(given.width);
    float squares = 0;
#pragma unroll
    for (int i = 0; i < VECTORS; i++) {
        if (i * 32 + static_cast<int>(lane()) < vectors) {
            float a = x[i].x - mean, b = x[i].y - mean, c = x[i].z - mean, d = x[i].w - mean;
            squares += (a * a + b * b) + (c * c + d * d);
        }
    }
    float scale = reciprocal_root(warp_sum(squares) / static_cast<float>(given.width) + given.epsilon);
    const Float4* weight = reinterpret_cast<const Float4*>(given.weight);
    const Float4* bias = reinterpret_cast<const Float4*>(given.bias);
#pragma unroll
    for (int i = 0; i < VECTORS; i++) {
        int vector = i * 32 + static_cast<int>(lane());
        if (vector < vectors) {
            Float4 w = weight[vector], b = bias[vector];
            Float4 y{(x[i].x - mean) * scale * w.x + b.x, (x[i].y - mean) * scale * w.y + b.y,
                     (x[i].z - mean) * scale * w.z + b.z, (x[i].w - mean) * scale * w.w + b.w};
            if (given.kept != nullptr) {
                reinterpret_cast<Float4*>(given.kept + at)[vector] = y;
            }
            if (given.output != nullptr) {
                E* to = static_cast<E*>(given.output) + at + 4 * vector;
                store_pair(to, y.x, y.y);
                store_pair(to + 2, y.z, y.w);
            }
        }
    }
}

struct PoolArguments {
    const float* states;  // [tokens, width]
    const int* ranges;    // [sequences, 2]: first token and number of tokens, at least 1
    float* means;         // [sequences, width]
    int* broken;          // [sequences], zero before: 1 where a mean is not finite
    int width;
};

// The mean over a range of tokens. A sequence per blockIdx.x, a column per thread along y; always in the same order, whatever
// else is in the batch.
DEVICE void mean_pool(const PoolArguments& given) {
    int column = static_cast<int>(blockIdx.y * blockDim.x + threadIdx.x);
    if (column >= given.width) {
        return;
    }
    int first = given.ranges[2 * blockIdx.x];
    int count = given.ranges[2 * blockIdx.x + 1];
    const float* from = given.states + static_cast<size_t>(first) * given.width + column;
    float sums[4] = {0, 0, 0, 0};
    int token = 0;
    for (; token + 3 < count; token += 4) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            sums[i] += from[static_cast<size_t>(token + i) * given.width];
        }
    }
    for (; token < count; token++) {
        sums[0] += from[static_cast<size_t>(token) * given.width];
    }
    float mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / static_cast<float>(count);
    given.means[static_cast<size_t>(blockIdx.x) * given.width + column] = mean;
    if (!is_finite(mean)) {
        given.broken[blockIdx.x] = 1;  // several threads may write the same 1
    }
}
