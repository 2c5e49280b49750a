// The kernels of the engine, and some with the faults that the emulator must find.
#include "kernels.cu"

struct FaultyArguments {
    float* numbers;
    int count;
};

KERNEL(faulty_barrier, FaultyArguments, 64) {
    if (static_cast<int>(threadIdx.x) < given.count) {
        sync_threads();
    } else {
        warp_sum(1.0f);
    }
}

KERNEL(faulty_lane, FaultyArguments, 64) {
    if (lane() > 0) {
        given.numbers[threadIdx.x] = warp_sum(1.0f);
    }
}

KERNEL(faulty_store, FaultyArguments, 64) {
    if (threadIdx.x == 0) {
        given.numbers[given.count] = 1;
    }
}

KERNEL(faulty_shared, FaultyArguments, 64) {
    float* shared = shared_memory<float>();
    shared[given.count + threadIdx.x] = 1;
}

// Right, but only with the barrier between writing and reading.
KERNEL(reversed, FaultyArguments, 64) {
    float* shared = shared_memory<float>();
    shared[threadIdx.x] = given.numbers[threadIdx.x];
    sync_threads();
    given.numbers[threadIdx.x] = shared[63 - threadIdx.x];
}
