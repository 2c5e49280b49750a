// The words that kernels are written in. nvcc takes them from here; g++ takes the same words from the emulator of the tests
// (src/test/cuda/emulated_device.h), so that kernels run on machines without a GPU.
#pragma once

#ifdef VIRNUCPRO_EMULATED
#include "emulated_device.h"
#else

#include <cstddef>
#include <cstdint>

// A kernel takes one struct, so that callers lay out one block of bytes.
#define KERNEL(name, arguments, threads) \
    extern "C" __global__ void __launch_bounds__(threads) name(const __grid_constant__ arguments given)

#define DEVICE __device__ __forceinline__

struct Half {
    uint16_t bits;
};

struct BFloat16 {
    uint16_t bits;
};

DEVICE unsigned lane() { return threadIdx.x & 31; }
DEVICE unsigned warp() { return threadIdx.x >> 5; }

template <class T>
DEVICE T* shared_memory() {
    extern __shared__ __align__(128) unsigned char dynamic_shared[];
    return reinterpret_cast<T*>(dynamic_shared);
}

DEVICE void sync_threads() { __syncthreads(); }
DEVICE void sync_warp() { __syncwarp(); }
DEVICE float shuffle(float value, int from) { return __shfl_sync(0xffffffffu, value, from); }
DEVICE float shuffle_xor(float value, int mask) { return __shfl_xor_sync(0xffffffffu, value, mask); }

DEVICE float to_float(float value) { return value; }

DEVICE float to_float(Half value) {
    float wide;
    asm("cvt.f32.f16 %0, %1;" : "=f"(wide) : "h"(value.bits));
    return wide;
}

DEVICE float to_float(BFloat16 value) { return __uint_as_float(static_cast<uint32_t>(value.bits) << 16); }

// Two neighbours in one register, the first in the low half; rounded to nearest even.
template <class E>
DEVICE uint32_t pack(float first, float second);

template <>
DEVICE uint32_t pack<Half>(float first, float second) {
    uint32_t both;
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(second), "f"(first));
    return both;
}

template <>
DEVICE uint32_t pack<BFloat16>(float first, float second) {
    uint32_t both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(second), "f"(first));
    return both;
}

// d[16, 8] += a[16, 16] b[16, 8] by one warp; fragments as in the PTX manual, "mma.m16n8k16".
template <class E>
DEVICE void multiply_accumulate(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]);

template <>
DEVICE void multiply_accumulate<Half>(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

template <>
DEVICE void multiply_accumulate<BFloat16>(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

DEVICE uint32_t shared_address(const void* shared) {
    return static_cast<uint32_t>(__cvta_generic_to_shared(shared));
}

// Four 8 x 8 matrices of 16-bit numbers from shared memory; lane i gives the address of row i % 8 of matrix i / 8.
DEVICE void load_matrices(uint32_t (&r)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(shared_address(row))
                 : "memory");
}

// The same, each matrix transposed.
DEVICE void load_matrices_transposed(uint32_t (&r)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(shared_address(row))
                 : "memory");
}

// Copies 16 bytes to shared memory without waiting; zeros when there is nothing to copy.
DEVICE void copy_async(void* shared, const void* global, bool present) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
                 :
                 : "r"(shared_address(shared)), "l"(global), "r"(present ? 16 : 0)
                 : "memory");
}

DEVICE void commit_copies() { asm volatile("cp.async.commit_group;" ::: "memory"); }

// Waits until at most `left` of the groups that were committed last are under way.
template <int left>
DEVICE void wait_copies() {
    asm volatile("cp.async.wait_group %0;" : : "n"(left) : "memory");
}

DEVICE float exp2_fast(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

DEVICE float erf_exact(float x) { return erff(x); }
DEVICE float reciprocal_root(float x) { return 1.0f / sqrtf(x); }
DEVICE float maximum(float a, float b) { return fmaxf(a, b); }
DEVICE bool is_finite(float x) { return isfinite(x); }

#endif

struct Float4 {
    float x, y, z, w;
};

DEVICE float warp_sum(float value) {
    for (int mask = 16; mask > 0; mask >>= 1) {
        value += shuffle_xor(value, mask);
    }
    return value;
}

DEVICE float warp_maximum(float value) {
    for (int mask = 16; mask > 0; mask >>= 1) {
        value = maximum(value, shuffle_xor(value, mask));
    }
    return value;
}

// Stores two neighbours; `to` is aligned to both.
template <class E>
DEVICE void store_pair(E* to, float first, float second) {
    *reinterpret_cast<uint32_t*>(to) = pack<E>(first, second);
}

template <>
DEVICE void store_pair<float>(float* to, float first, float second) {
    to[0] = first;
    to[1] = second;
}

template <class E>
DEVICE void load_pair(const E* from, float& first, float& second) {
    uint32_t both = *reinterpret_cast<const uint32_t*>(from);
    first = to_float(E{static_cast<uint16_t>(both)});
    second = to_float(E{static_cast<uint16_t>(both >> 16)});
}

template <>
DEVICE void load_pair<float>(const float* from, float& first, float& second) {
    first = from[0];
    second = from[1];
}
