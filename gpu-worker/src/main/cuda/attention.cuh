// Self-attention over sequences of different lengths that lie one behind the other.
#pragma once
#include "dialect.cuh"

struct AttentionArguments {
    const void* projected;  // [tokens, 3 width]: queries, keys, values, each head by head
    void* context;          // [tokens, width]
    const int* work;        // [items, 3]: first token of a sequence, token behind its last, first of 64 queries
    const float* cosines;   // [positions, headWidth / 2], with rotary positions
    const float* sines;     // the same
    const float* slopes;    // [heads], with ALiBi
    int heads, headWidth;   // headWidth a multiple of 4
    float scale;            // of the queries
};

constexpr int ATTENTION_TILE = 64;  // queries of a block, and keys in shared memory at a time
constexpr int ATTENTION_THREADS = 128;
constexpr float LOG2_E = 1.4426950408889634f;

// Rows of shared memory are 16 bytes longer than needed, which keeps matrix loads in different banks.
template <int D>
constexpr int ATTENTION_STRIDE = D + 8;

// Copies rows [first, end) of one head, at most 64, times `scale`; zeros behind the end.
template <class E, int D>
DEVICE void load_scaled(E* tile, const E* from, size_t stride, int first, int end, int headWidth, float scale) {
    int pairs = headWidth / 2;
    for (int i = static_cast<int>(threadIdx.x); i < ATTENTION_TILE * pairs; i += ATTENTION_THREADS) {
        int row = i / pairs, column = i % pairs * 2;
        float a = 0, b = 0;
        if (first + row < end) {
            load_pair(from + static_cast<size_t>(first + row) * stride + column, a, b);
        }
        store_pair(tile + row * ATTENTION_STRIDE<D> + column, a * scale, b * scale);
    }
}

// The same without a factor, 16 bytes at a time where heads allow it. Needs wait_copies.
template <class E, int D>
DEVICE void load_plain(E* tile, const E* from, size_t stride, int first, int end, int headWidth) {
    if (headWidth % 8 != 0) {
        load_scaled<E, D>(tile, from, stride, first, end, headWidth, 1);
        return;
    }
    int chunks = headWidth / 8;
    for (int i = static_cast<int>(threadIdx.x); i < ATTENTION_TILE * chunks; i += ATTENTION_THREADS) {
        int row = i / chunks, column = i % chunks * 8;
        bool inside = first + row < end;
        copy_async(tile + row * ATTENTION_STRIDE<D> + column,
                   from + static_cast<size_t>(inside ? first + row : first) * stride + column, inside);
    }
}

// Rotary positions (Su et al., 2021), half-split: component j turns with j + headWidth / 2 by position * frequency[j].
template <class E, int D>
DEVICE void load_rotated(E* tile, const E* from, size_t stride, int begin, int first, int end,
                         const AttentionArguments& given, float scale) {
    int half = given.headWidth / 2, pairs = half / 2;
    for (int i = static_cast<int>(threadIdx.x); i < ATTENTION_TILE * pairs; i += ATTENTION_THREADS) {
        int row = i / pairs, j = i % pairs * 2;
        float a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, s0 = 0, s1 = 0;
        if (first + row < end) {
            const E* numbers = from + static_cast<size_t>(first + row) * stride + j;
            load_pair(numbers, a0, a1);
            load_pair(numbers + half, b0, b1);
            size_t angle = static_cast<size_t>(first + row - begin) * half + j;
            load_pair(given.cosines + angle, c0, c1);
            load_pair(given.sines + angle, s0, s1);
        }
        E* to = tile + row * ATTENTION_STRIDE<D> + j;
        store_pair(to, (a0 * c0 - b0 * s0) * scale, (a1 * c1 - b1 * s1) * scale);
        store_pair(to + half, (b0 * c0 + a0 * s0) * scale, (b1 * c1 + a1 * s1) * scale);
    }
}

// softmax(scale Q K^T + bias) V of 64 queries and one head, keys in tiles of 64 from the start of the sequence, with the
// running softmax of FlashAttention-2 (Dao, 2023). Products on tensor cores, softmax in float32. D: headWidth, rounded up to 16, 32 or 64.
template <class E, int D, bool ROTARY>
DEVICE void attention(const AttentionArguments& given) {
    constexpr int STRIDE = ATTENTION_STRIDE<D>;
    E* queries = shared_memory<E>();
    E* keys = queries + ATTENTION_TILE * STRIDE;
    E* values = keys + ATTENTION_TILE * STRIDE;
    int begin = given.work[3 * blockIdx.x], end = given.work[3 * blockIdx.x + 1], first = given.work[3 * blockIdx.x + 2];
    int head = static_cast<int>(blockIdx.y);
    size_t width = static_cast<size_t>(given.heads) * given.headWidth;
    size_t stride = 3 * width;
    const E* from = static_cast<const E*>(given.projected) + static_cast<size_t>(head) * given.headWidth;
    float slope = ROTARY ? 0 : given.slopes[head] * LOG2_E;

    if (given.headWidth < D) {
        uint32_t* all = reinterpret_cast<uint32_t*>(queries);
        for (int i = static_cast<int>(threadIdx.x); i < 3 * ATTENTION_TILE * STRIDE / 2; i += ATTENTION_THREADS) {
            all[i] = 0;
        }
        sync_threads();
    }
    if (ROTARY) {
        load_rotated<E, D>(queries, from, stride, begin, first, end, given, given.scale);
    } else {
        load_scaled<E, D>(queries, from, stride, first, end, given.headWidth, given.scale);
    }
    sync_threads();
    int l = static_cast<int>(lane()), warpRow = static_cast<int>(warp()) * 16;
    uint32_t q[D / 16][4];
#pragma unroll
    for (int k = 0; k < D / 16; k++) {
        load_matrices(q[k], queries + (warpRow + (l & 15)) * STRIDE + k * 16 + (l >> 4) * 8);
    }
    int row = first + warpRow + (l >> 2);  // and row + 8

    float o[D / 8][4] = {};
    float highest[2] = {-INFINITY, -INFINITY}, total[2] = {0, 0};
    for (int tile = begin; tile < end; tile += ATTENTION_TILE) {
        sync_threads();  // everybody has used the tiles of before
        load_plain<E, D>(values, from + 2 * width, stride, tile, end, given.headWidth);
        if (ROTARY) {
            load_rotated<E, D>(keys, from + width, stride, begin, tile, end, given, 1);
        } else {
            load_plain<E, D>(keys, from + width, stride, tile, end, given.headWidth);
        }
        commit_copies();
        wait_copies<0>();
        sync_threads();

        float s[8][4] = {};
#pragma unroll
        for (int k = 0; k < D / 16; k++) {
#pragma unroll
            for (int n = 0; n < 4; n++) {
                uint32_t b[4];
                load_matrices(b, keys + (n * 16 + (l >> 4) * 8 + (l & 7)) * STRIDE + k * 16 + (l >> 3 & 1) * 8);
                uint32_t b0[2] = {b[0], b[1]}, b1[2] = {b[2], b[3]};
                multiply_accumulate<E>(s[2 * n], q[k], b0);
                multiply_accumulate<E>(s[2 * n + 1], q[k], b1);
            }
        }
        float top[2] = {highest[0], highest[1]};
#pragma unroll
        for (int n = 0; n < 8; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int key = tile + n * 8 + (l & 3) * 2 + (i & 1);
                int distance = row + (i >> 1) * 8 - key;
                float bias = ROTARY ? 0 : slope * static_cast<float>(distance < 0 ? -distance : distance);
                s[n][i] = key < end ? s[n][i] * LOG2_E - bias : -INFINITY;
                top[i >> 1] = maximum(top[i >> 1], s[n][i]);
            }
        }
#pragma unroll
        for (int half = 0; half < 2; half++) {
            top[half] = maximum(top[half], shuffle_xor(top[half], 1));
            top[half] = maximum(top[half], shuffle_xor(top[half], 2));
            float shrink = exp2_fast(highest[half] - top[half]);
            highest[half] = top[half];
            total[half] *= shrink;
#pragma unroll
            for (int d = 0; d < D / 8; d++) {
                o[d][2 * half] *= shrink;
                o[d][2 * half + 1] *= shrink;
            }
        }
#pragma unroll
        for (int n = 0; n < 8; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                s[n][i] = exp2_fast(s[n][i] - highest[i >> 1]);
                total[i >> 1] += s[n][i];
            }
        }
#pragma unroll
        for (int k = 0; k < 4; k++) {
            uint32_t p[4] = {pack<E>(s[2 * k][0], s[2 * k][1]), pack<E>(s[2 * k][2], s[2 * k][3]),
                             pack<E>(s[2 * k + 1][0], s[2 * k + 1][1]), pack<E>(s[2 * k + 1][2], s[2 * k + 1][3])};
#pragma unroll
            for (int d = 0; d < D / 16; d++) {
                uint32_t b[4];
                load_matrices_transposed(b, values + (k * 16 + (l & 15)) * STRIDE + d * 16 + (l >> 4) * 8);
                uint32_t b0[2] = {b[0], b[1]}, b1[2] = {b[2], b[3]};
                multiply_accumulate<E>(o[2 * d], p, b0);
                multiply_accumulate<E>(o[2 * d + 1], p, b1);
            }
        }
    }

    E* context = static_cast<E*>(given.context) + static_cast<size_t>(head) * given.headWidth;
#pragma unroll
    for (int half = 0; half < 2; half++) {
        total[half] += shuffle_xor(total[half], 1);
        total[half] += shuffle_xor(total[half], 2);
        float scale = 1.0f / total[half];
        if (row + half * 8 < end) {
#pragma unroll
            for (int d = 0; d < D / 8; d++) {
                int column = d * 8 + (l & 3) * 2;
                if (column < given.headWidth) {
                    store_pair(context + static_cast<size_t>(row + half * 8) * width + column, o[d][2 * half] * scale,
                               o[d][2 * half + 1] * scale);
                }
            }
        }
    }
}

constexpr int PLAIN_ATTENTION_SHARED = 4 * (64 + 32) * 4;  // bytes: a query and 32 weights for each of 4 warps

// The same in float32 without tensor cores, for checking. One warp per query, one key per lane; headWidth at most 64.
template <bool ROTARY>
DEVICE void plain_attention(const AttentionArguments& given) {
    float* query = shared_memory<float>() + warp() * 96;
    float* weights = query + 64;
    int begin = given.work[3 * blockIdx.x], end = given.work[3 * blockIdx.x + 1], first = given.work[3 * blockIdx.x + 2];
    int head = static_cast<int>(blockIdx.y), l = static_cast<int>(lane()), half = given.headWidth / 2;
    size_t width = static_cast<size_t>(given.heads) * given.headWidth;
    const float* from = static_cast<const float*>(given.projected) + static_cast<size_t>(head) * given.headWidth;
    int last = first + ATTENTION_TILE < end ? first + ATTENTION_TILE : end;
    for (int row = first + static_cast<int>(warp()); row < last; row += 4) {
        const float* q = from + static_cast<size_t>(row) * 3 * width;
        for (int j = l; j < given.headWidth; j += 32) {
            float value = q[j];
            if (ROTARY) {
                size_t angle = static_cast<size_t>(row - begin) * half + j % half;
                float other = j < half ? -q[j + half] : q[j - half];
                value = value * given.cosines[angle] + other * given.sines[angle];
            }
            query[j] = value * given.scale;
        }
        sync_warp();
        float highest = -INFINITY, total = 0, o[2] = {0, 0};
        for (int tile = begin; tile < end; tile += 32) {
            int key = tile + l;
            float score = -INFINITY;
            if (key < end) {
                const float* k = from + static_cast<size_t>(key) * 3 * width + width;
                score = 0;
                for (int j = 0; j < half; j++) {
                    float a = k[j], b = k[j + half];
                    if (ROTARY) {
                        size_t angle = static_cast<size_t>(key - begin) * half + j;
                        float c = given.cosines[angle], s = given.sines[angle], turned = a * c - b * s;
                        b = b * c + a * s;
                        a = turned;
                    }
                    score += query[j] * a + query[j + half] * b;
                }
                if (!ROTARY) {
                    score -= given.slopes[head] * static_cast<float>(row < key ? key - row : row - key);
                }
            }
            float top = maximum(highest, warp_maximum(score));
            float shrink = expf(highest - top), weight = expf(score - top);
            highest = top;
            total = total * shrink + warp_sum(weight);
            weights[l] = weight;
            sync_warp();
            int count = end - tile < 32 ? end - tile : 32;
            for (int i = 0; i < 2; i++) {
                int column = l + 32 * i;
                o[i] *= shrink;
                if (column < given.headWidth) {
                    for (int n = 0; n < count; n++) {
                        o[i] += weights[n] * from[static_cast<size_t>(tile + n) * 3 * width + 2 * width + column];
                    }
                }
            }
            sync_warp();
        }
        float* context = static_cast<float*>(given.context) + static_cast<size_t>(row) * width + static_cast<size_t>(head) * given.headWidth;
        for (int i = 0; i < 2; i++) {
            if (l + 32 * i < given.headWidth) {
                context[l + 32 * i] = o[i] / total;
            }
        }
    }
}
