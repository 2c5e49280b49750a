// The words of src/main/cuda/dialect.cuh for g++: the same kernels as ordinary C++ on fibers.
#pragma once
#include <immintrin.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "emulator.h"

#define DEVICE inline __attribute__((always_inline))
#define __grid_constant__

// Kernels enter themselves into the list that the driver reads.
inline std::vector<EmulatedKernel>& emulated_list() {
    static std::vector<EmulatedKernel> list;
    return list;
}

struct EmulatedEntry {
    explicit EmulatedEntry(EmulatedKernel kernel) { emulated_list().push_back(kernel); }
};

extern "C" __attribute__((visibility("default"))) const EmulatedKernel* emulated_kernels() {
    emulated_list().push_back({nullptr, nullptr, 0, 0});
    return emulated_list().data();
}

#define KERNEL(name, arguments, threads)                                                                      \
    static void name(const arguments& given);                                                                 \
    static const EmulatedEntry entry_##name({#name, [](const void* given) {                                   \
                                                 name(*static_cast<const arguments*>(given));                 \
                                             }, sizeof(arguments), threads});                                 \
    static void name(const arguments& given)

#define threadIdx (emulated_thread->threadIdx)
#define blockIdx (emulated_thread->blockIdx)
#define blockDim (emulated_thread->blockDim)
#define gridDim (emulated_thread->gridDim)

struct Half {
    uint16_t bits;
};

struct BFloat16 {
    uint16_t bits;
};

DEVICE unsigned lane() { return emulated_thread->linear & 31; }
DEVICE unsigned warp() { return emulated_thread->linear >> 5; }

template <class T>
DEVICE T* shared_memory() {
    return static_cast<T*>(emulated_thread->dynamicShared);
}

DEVICE void sync_threads() { emulated_sync_threads(); }

static void nothing(void**) {}
DEVICE void sync_warp() { emulated_warp(nothing, nullptr); }

struct Shuffled {
    float value, result;
    int from;
};

static void exchange(void** operands) {
    for (int i = 0; i < 32; i++) {
        auto* mine = static_cast<Shuffled*>(operands[i]);
        mine->result = static_cast<Shuffled*>(operands[mine->from & 31])->value;
    }
}

DEVICE float shuffle(float value, int from) {
    Shuffled mine{value, 0, from};
    emulated_warp(exchange, &mine);
    return mine.result;
}

DEVICE float shuffle_xor(float value, int mask) { return shuffle(value, static_cast<int>(lane()) ^ mask); }

DEVICE float to_float(float value) { return value; }
DEVICE float to_float(Half value) { return _cvtsh_ss(value.bits); }

DEVICE float to_float(BFloat16 value) {
    uint32_t bits = static_cast<uint32_t>(value.bits) << 16;
    float wide;
    std::memcpy(&wide, &bits, sizeof wide);
    return wide;
}

DEVICE uint16_t rounded_to_bfloat16(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        return 0x7fff;
    }
    return static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1)) >> 16);
}

template <class E>
DEVICE uint32_t pack(float first, float second);

template <>
DEVICE uint32_t pack<Half>(float first, float second) {
    return _cvtss_sh(first, _MM_FROUND_TO_NEAREST_INT) |
           static_cast<uint32_t>(_cvtss_sh(second, _MM_FROUND_TO_NEAREST_INT)) << 16;
}

template <>
DEVICE uint32_t pack<BFloat16>(float first, float second) {
    return rounded_to_bfloat16(first) | static_cast<uint32_t>(rounded_to_bfloat16(second)) << 16;
}

struct Fragments {
    float* d;
    const uint32_t *a, *b;
};

// Fragments of mma.m16n8k16, PTX manual: lane = 4 group + pair; a: rows group, group + 8; b: column group.
template <class E>
static void multiply_fragments(void** operands) {
    alignas(64) float a[16][16], b[16][8], d[16][8];
    for (int i = 0; i < 32; i++) {
        auto* lane = static_cast<Fragments*>(operands[i]);
        int group = i >> 2, pair = (i & 3) * 2;
        for (int r = 0; r < 4; r++) {
            int row = group + (r & 1) * 8, column = pair + (r >> 1) * 8;
            a[row][column] = to_float(E{static_cast<uint16_t>(lane->a[r])});
            a[row][column + 1] = to_float(E{static_cast<uint16_t>(lane->a[r] >> 16)});
        }
        for (int r = 0; r < 2; r++) {
            b[pair + r * 8][group] = to_float(E{static_cast<uint16_t>(lane->b[r])});
            b[pair + r * 8 + 1][group] = to_float(E{static_cast<uint16_t>(lane->b[r] >> 16)});
        }
        for (int r = 0; r < 4; r++) {
            d[group + (r >> 1) * 8][pair + (r & 1)] = lane->d[r];
        }
    }
    for (int row = 0; row < 16; row++) {
        for (int k = 0; k < 16; k++) {
            for (int column = 0; column < 8; column++) {
                d[row][column] += a[row][k] * b[k][column];
            }
        }
    }
    for (int i = 0; i < 32; i++) {
        auto* lane = static_cast<Fragments*>(operands[i]);
        for (int r = 0; r < 4; r++) {
            lane->d[r] = d[(i >> 2) + (r >> 1) * 8][(i & 3) * 2 + (r & 1)];
        }
    }
}

template <class E>
DEVICE void multiply_accumulate(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    Fragments mine{d, a, b};
    emulated_warp(multiply_fragments<E>, &mine);
}

struct MatrixRows {
    uint32_t* r;
    const uint16_t* row;
};

template <bool transposed>
static void load_rows(void** operands) {
    for (int i = 0; i < 32; i++) {
        auto* mine = static_cast<MatrixRows*>(operands[i]);
        for (int matrix = 0; matrix < 4; matrix++) {
            uint32_t both = 0;
            for (int half = 0; half < 2; half++) {
                int row = transposed ? (i & 3) * 2 + half : i >> 2;
                int column = transposed ? i >> 2 : (i & 3) * 2 + half;
                const uint16_t* from = static_cast<MatrixRows*>(operands[matrix * 8 + row])->row;
                both |= static_cast<uint32_t>(from[column]) << (16 * half);
            }
            mine->r[matrix] = both;
        }
    }
}

DEVICE void load_matrices(uint32_t (&r)[4], const void* row) {
    MatrixRows mine{r, static_cast<const uint16_t*>(row)};
    emulated_warp(load_rows<false>, &mine);
}

DEVICE void load_matrices_transposed(uint32_t (&r)[4], const void* row) {
    MatrixRows mine{r, static_cast<const uint16_t*>(row)};
    emulated_warp(load_rows<true>, &mine);
}

// What a thread has asked to be copied and not yet waited for: copied only when it waits, so that a missing wait shows.
struct PendingCopies {
    struct Copy {
        void* to;
        const void* from;
        bool present;
    };
    static constexpr unsigned GROUPS = 8, COPIES = 32;

    Copy copies[GROUPS][COPIES];
    unsigned counts[GROUPS];
    unsigned committed, waited;  // numbers of groups; group `committed` is open
    uint64_t block;
};

inline PendingCopies& pending_copies() {
    static PendingCopies all[1024];
    PendingCopies& mine = all[emulated_thread->linear];
    if (mine.block != emulated_thread->block) {
        mine.block = emulated_thread->block;
        mine.committed = mine.waited = 0;
        mine.counts[0] = 0;
    }
    return mine;
}

// Copies 16 bytes, which must be aligned as on a GPU.
DEVICE void copy_async(void* shared, const void* global, bool present) {
    PendingCopies& mine = pending_copies();
    unsigned group = mine.committed % PendingCopies::GROUPS;
    bool aligned = ((reinterpret_cast<uintptr_t>(shared) | reinterpret_cast<uintptr_t>(global)) & 15) == 0;
    if (!aligned || mine.counts[group] == PendingCopies::COPIES) {
        __builtin_trap();
    }
    mine.copies[group][mine.counts[group]++] = {shared, global, present};
}

DEVICE void commit_copies() {
    PendingCopies& mine = pending_copies();
    mine.committed++;
    mine.counts[mine.committed % PendingCopies::GROUPS] = 0;
}

template <int left>
DEVICE void wait_copies() {
    PendingCopies& mine = pending_copies();
    for (; mine.waited + left < mine.committed; mine.waited++) {
        unsigned group = mine.waited % PendingCopies::GROUPS;
        for (unsigned i = 0; i < mine.counts[group]; i++) {
            const PendingCopies::Copy& copy = mine.copies[group][i];
            if (copy.present) {
                std::memcpy(copy.to, copy.from, 16);
            } else {
                std::memset(copy.to, 0, 16);
            }
        }
    }
}

DEVICE float exp2_fast(float x) { return std::exp2(x); }
DEVICE float erf_exact(float x) { return std::erf(x); }
DEVICE float reciprocal_root(float x) { return 1.0f / std::sqrt(x); }
DEVICE float maximum(float a, float b) { return std::fmax(a, b); }
DEVICE bool is_finite(float x) { return std::isfinite(x); }
