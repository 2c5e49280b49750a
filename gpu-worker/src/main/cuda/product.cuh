// Matrix products Y = X W^T + b for machines without cublasLt.
#pragma once
#include "dialect.cuh"

struct ProductArguments {
    const void* x;       // [rows, inner], rows a multiple of 128
    const void* weight;  // [columns, inner], inner a multiple of 8
    const float* bias;   // [columns]; null: none
    void* output;        // [rows, columns], columns a multiple of 2
    int rows, columns, inner;
};

constexpr int PRODUCT_TILE = 128;
constexpr int PRODUCT_DEPTH = 32;  // inner numbers that are in shared memory at a time
constexpr int PRODUCT_STAGES = 3;
constexpr int PRODUCT_THREADS = 256;
constexpr int PRODUCT_SHARED = PRODUCT_STAGES * 2 * PRODUCT_TILE * PRODUCT_DEPTH * 2;  // bytes

// Where 8 neighbouring numbers of a row lie: XOR keeps the 8 rows of a matrix load in different banks.
DEVICE int product_offset(int row, int chunk) { return row * PRODUCT_DEPTH + ((chunk ^ (row >> 1 & 3)) << 3); }

// Tensor cores, 128 x 128 numbers per block, each of the 8 warps 64 x 32 of them; three stages of shared memory, two filling
// while one is used. Every number sums over the inner dimension in the same order, wherever its row is. Either stores
// X W^T + b in type E, or adds it to float32 numbers in place.
template <class E, bool ADDS>
DEVICE void product(const ProductArguments& given) {
    E* shared = shared_memory<E>();
    constexpr int STAGE = 2 * PRODUCT_TILE * PRODUCT_DEPTH;
    // Blocks that run together share rows and weights: 8 rows of tiles, column by column.
    int columnTiles = (given.columns + PRODUCT_TILE - 1) / PRODUCT_TILE;
    int rowTiles = given.rows / PRODUCT_TILE;
    int group = static_cast<int>(blockIdx.x) / (8 * columnTiles);
    int groupRows = rowTiles - group * 8 < 8 ? rowTiles - group * 8 : 8;
    int inGroup = static_cast<int>(blockIdx.x) - group * 8 * columnTiles;
    int firstRow = (group * 8 + inGroup % groupRows) * PRODUCT_TILE;
    int firstColumn = inGroup / groupRows * PRODUCT_TILE;

    const E* x = static_cast<const E*>(given.x);
    const E* weight = static_cast<const E*>(given.weight);
    int tiles = (given.inner + PRODUCT_DEPTH - 1) / PRODUCT_DEPTH;
    auto load = [&](int tile) {
        E* stage = shared + tile % PRODUCT_STAGES * STAGE;
#pragma unroll
        for (int i = 0; i < 2; i++) {
            int piece = static_cast<int>(threadIdx.x) + i * PRODUCT_THREADS;
            int row = piece >> 2, chunk = piece & 3;
            int k = tile * PRODUCT_DEPTH + chunk * 8;
            bool inside = k < given.inner;
            copy_async(stage + product_offset(row, chunk),
                       x + static_cast<size_t>(firstRow + row) * given.inner + (inside ? k : 0), inside);
            int column = firstColumn + row;
            bool known = inside && column < given.columns;
            copy_async(stage + STAGE / 2 + product_offset(row, chunk),
                       weight + static_cast<size_t>(known ? column : 0) * given.inner + (known ? k : 0), known);
        }
    };

    float sums[4][4][4] = {};
    int warpRow = static_cast<int>(warp() >> 2) * 64, warpColumn = static_cast<int>(warp() & 3) * 32;
    int l = static_cast<int>(lane());
    load(0);
    commit_copies();
    if (tiles > 1) {
        load(1);
    }
    commit_copies();
    for (int tile = 0; tile < tiles; tile++) {
        wait_copies<1>();
        sync_threads();
        if (tile + 2 < tiles) {
            load(tile + 2);
        }
        commit_copies();
        const E* stage = shared + tile % PRODUCT_STAGES * STAGE;
#pragma unroll
        for (int k = 0; k < 2; k++) {
            uint32_t a[4][4], b[2][4];
#pragma unroll
            for (int i = 0; i < 4; i++) {
                load_matrices(a[i], stage + product_offset(warpRow + i * 16 + (l & 15), k * 2 + (l >> 4)));
            }
#pragma unroll
            for (int j = 0; j < 2; j++) {
                load_matrices(b[j], stage + STAGE / 2 +
                                        product_offset(warpColumn + j * 16 + (l >> 4) * 8 + (l & 7), k * 2 + (l >> 3 & 1)));
            }
#pragma unroll
            for (int i = 0; i < 4; i++) {
#pragma unroll
                for (int j = 0; j < 4; j++) {
                    uint32_t half[2] = {b[j >> 1][(j & 1) * 2], b[j >> 1][(j & 1) * 2 + 1]};
                    multiply_accumulate<E>(sums[i][j], a[i], half);
                }
            }
        }
    }

#pragma unroll
    for (int j = 0; j < 4; j++) {
        int column = firstColumn + warpColumn + j * 8 + (l & 3) * 2;
        if (column >= given.columns) {
            continue;
        }
        float first = given.bias == nullptr ? 0 : given.bias[column];
        float second = given.bias == nullptr ? 0 : given.bias[column + 1];
#pragma unroll
        for (int i = 0; i < 4; i++) {
#pragma unroll
            for (int half = 0; half < 2; half++) {
                int row = firstRow + warpRow + i * 16 + half * 8 + (l >> 2);
                size_t at = static_cast<size_t>(row) * given.columns + column;
                float u = sums[i][j][half * 2] + first, v = sums[i][j][half * 2 + 1] + second;
                if (ADDS) {
                    float* to = static_cast<float*>(given.output) + at;
                    to[0] += u;
                    to[1] += v;
                } else {
                    store_pair(static_cast<E*>(given.output) + at, u, v);
                }
            }
        }
    }
}

constexpr int PLAIN_TILE = 64;
constexpr int PLAIN_DEPTH = 16;
constexpr int PLAIN_SHARED = 2 * PLAIN_DEPTH * PLAIN_TILE * 4;  // bytes

// The same in float32 without tensor cores, for checking: 64 x 64 numbers per block, 4 x 4 per thread.
template <bool ADDS>
DEVICE void plain_product(const ProductArguments& given) {
    float* xs = shared_memory<float>();
    float* ws = xs + PLAIN_DEPTH * PLAIN_TILE;
    const float* x = static_cast<const float*>(given.x);
    const float* weight = static_cast<const float*>(given.weight);
    int firstRow = static_cast<int>(blockIdx.y) * PLAIN_TILE, firstColumn = static_cast<int>(blockIdx.x) * PLAIN_TILE;
    int row = static_cast<int>(threadIdx.x >> 4) * 4, column = static_cast<int>(threadIdx.x & 15) * 4;
    float sums[4][4] = {};
    for (int k0 = 0; k0 < given.inner; k0 += PLAIN_DEPTH) {
        for (int i = static_cast<int>(threadIdx.x); i < PLAIN_DEPTH * PLAIN_TILE; i += 256) {
            int at = i / PLAIN_DEPTH, k = i % PLAIN_DEPTH;
            bool inside = k0 + k < given.inner;
            xs[k * PLAIN_TILE + at] = inside ? x[static_cast<size_t>(firstRow + at) * given.inner + k0 + k] : 0;
            bool known = inside && firstColumn + at < given.columns;
            ws[k * PLAIN_TILE + at] = known ? weight[static_cast<size_t>(firstColumn + at) * given.inner + k0 + k] : 0;
        }
        sync_threads();
        for (int k = 0; k < PLAIN_DEPTH; k++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
#pragma unroll
                for (int j = 0; j < 4; j++) {
                    sums[i][j] += xs[k * PLAIN_TILE + row + i] * ws[k * PLAIN_TILE + column + j];
                }
            }
        }
        sync_threads();
    }
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            int to = firstColumn + column + j;
            if (to < given.columns) {
                float value = sums[i][j] + (given.bias == nullptr ? 0 : given.bias[to]);
                float* output = static_cast<float*>(given.output) + static_cast<size_t>(firstRow + row + i) * given.columns + to;
                *output = ADDS ? *output + value : value;
            }
        }
    }
}
