// What the emulated driver (libcuda.so.1) and the kernels compiled by g++ know of each other.
#pragma once
#include <cstddef>
#include <cstdint>

struct EmulatedIndex {
    unsigned x, y, z;
};

// One CUDA thread of the block that runs.
struct EmulatedThread {
    EmulatedIndex threadIdx, blockIdx, blockDim, gridDim;
    unsigned linear;      // number within the block
    void* dynamicShared;  // shared memory of the block
    uint64_t block;       // counts all blocks that ever ran
};

#pragma GCC visibility push(default)
extern "C" {
// The thread that runs now: blocks run one after the other, threads of a block in turns.
extern EmulatedThread* emulated_thread;
void emulated_sync_threads();
// Runs operation(operands of all 32 lanes) once, when every lane of the warp has arrived with the same operation.
using EmulatedWarpOperation = void (*)(void** operands);
void emulated_warp(EmulatedWarpOperation operation, void* operands);
}
#pragma GCC visibility pop

// A kernel as the driver sees it: runs one thread, with a copy of the one struct that is its argument.
struct EmulatedKernel {
    const char* name;
    void (*run)(const void* argument);
    size_t argumentBytes;
    unsigned maxThreads;
};

// Exported by the kernels' library: null-terminated.
using EmulatedKernelTable = const EmulatedKernel* (*)();
