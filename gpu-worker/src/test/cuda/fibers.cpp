// Every CUDA thread of a block is a fiber. A fiber runs until it waits: at the block's barrier or for the other lanes of its
// warp. When nobody can run and not everybody waits for the same thing, the kernel has a divergent barrier.
#include "fibers.h"

#include <sys/mman.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

EmulatedThread* emulated_thread;

namespace {

constexpr int LAUNCH_FAILED = 719;
constexpr int OUT_OF_MEMORY = 2;
constexpr size_t STACK_BYTES = 128 << 10;
constexpr unsigned MAX_THREADS = 1024;
constexpr size_t SHARED_GUARD = 256;
constexpr unsigned char POISON = 0xFF;  // a NaN in every floating-point type that kernels use
constexpr unsigned char GUARD = 0xA5;

char explained[512];

struct Fiber {
    EmulatedThread thread;  // first: emulated_thread points here
    void* stackPointer;
    void* operands;
};

struct Warp {
    uint32_t ready, live;
    unsigned waiting;
    EmulatedWarpOperation operation;
};

std::vector<Fiber> fibers(MAX_THREADS);
std::vector<Warp> warps(MAX_THREADS / 32);
char* stacks;
Fiber* current;
const Launch* launch;
void* scheduler;
unsigned warpCount, liveThreads, atBarrier;
bool failed;
uint64_t blocksRun;
uint64_t order = 0x9E3779B97F4A7C15ull;

extern "C" void emulated_switch(void** from, void* to);
asm(R"(.text
.globl emulated_switch
.hidden emulated_switch
emulated_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
)");

unsigned warpOf(const Fiber* fiber) { return fiber->thread.linear / 32; }
unsigned laneOf(const Fiber* fiber) { return fiber->thread.linear % 32; }

void fail(const char* what) {
    explain("kernel %s, block (%u, %u, %u), thread %u: %s", launch->kernel->name, current->thread.blockIdx.x,
            current->thread.blockIdx.y, current->thread.blockIdx.z, current->thread.linear, what);
    failed = true;
}

unsigned anyWarp() {
    order ^= order << 13;
    order ^= order >> 7;
    order ^= order << 17;
    return static_cast<unsigned>(order % warpCount);
}

// The next fiber that can run, lanes of the same warp first; null when none can.
Fiber* next() {
    unsigned here = warpOf(current);
    if (warps[here].ready == 0) {
        unsigned start = anyWarp();
        for (unsigned i = 0; i < warpCount && warps[here].ready == 0; i++) {
            here = (start + i) % warpCount;
        }
        if (warps[here].ready == 0) {
            return nullptr;
        }
    }
    return &fibers[here * 32 + __builtin_ctz(warps[here].ready)];
}

void resume(Fiber* fiber) {
    warps[warpOf(fiber)].ready &= ~(1u << laneOf(fiber));
    if (fiber == current) {
        return;
    }
    Fiber* before = current;
    current = fiber;
    emulated_thread = &fiber->thread;
    emulated_switch(&before->stackPointer, fiber->stackPointer);
}

// The current fiber cannot go on: lets another one run, or gives up.
void waitForOthers() {
    Fiber* other = failed ? nullptr : next();
    if (other == nullptr && !failed) {
        fail("divergent barrier: some threads wait where the others never come");
    }
    if (failed) {
        emulated_switch(&current->stackPointer, scheduler);  // never comes back
    }
    resume(other);
}

void releaseBarrier() {
    atBarrier = 0;
    for (unsigned w = 0; w < warpCount; w++) {
        warps[w].ready = warps[w].live;
    }
}

void threadMain() {
    launch->kernel->run(launch->argument);
    Warp& warp = warps[warpOf(current)];
    warp.live &= ~(1u << laneOf(current));
    liveThreads--;
    if (warp.waiting > 0 && warp.waiting == static_cast<unsigned>(__builtin_popcount(warp.live))) {
        fail("a warp operation waits for a lane that has ended");
    }
    if (liveThreads > 0 && atBarrier == liveThreads) {
        releaseBarrier();
    }
    if (liveThreads == 0 || failed) {
        void* ignored;
        emulated_switch(&ignored, scheduler);
    }
    waitForOthers();
    abort();
}

void prepare(unsigned index, EmulatedIndex blockIdx, void* shared) {
    Fiber& fiber = fibers[index];
    EmulatedIndex block = launch->block;
    fiber.thread = {{index % block.x, index / block.x % block.y, index / (block.x * block.y)},
                    blockIdx,
                    block,
                    launch->grid,
                    index,
                    shared,
                    blocksRun};
    void** top = reinterpret_cast<void**>(stacks + (index + 1) * STACK_BYTES);
    *--top = nullptr;
    *--top = reinterpret_cast<void*>(threadMain);
    for (int saved = 0; saved < 6; saved++) {
        *--top = nullptr;
    }
    fiber.stackPointer = top;
}

void runBlock(EmulatedIndex blockIdx, unsigned threads, void* shared) {
    warpCount = (threads + 31) / 32;
    liveThreads = threads;
    atBarrier = 0;
    blocksRun++;
    for (unsigned w = 0; w < warpCount; w++) {
        unsigned lanes = threads - w * 32 < 32 ? threads - w * 32 : 32;
        uint32_t all = lanes == 32 ? ~0u : (1u << lanes) - 1;
        warps[w] = {all, all, 0, nullptr};
    }
    for (unsigned i = 0; i < threads; i++) {
        prepare(i, blockIdx, shared);
    }
    current = &fibers[anyWarp() * 32];
    warps[warpOf(current)].ready &= ~1u;
    emulated_thread = &current->thread;
    emulated_switch(&scheduler, current->stackPointer);
}

bool guardIntact(const std::vector<unsigned char>& guard, const unsigned char* at) {
    return std::memcmp(guard.data(), at, guard.size()) == 0;
}

}  // namespace

void emulated_sync_threads() {
    if (++atBarrier == liveThreads) {
        releaseBarrier();
        warps[warpOf(current)].ready &= ~(1u << laneOf(current));
        return;
    }
    waitForOthers();
}

void emulated_warp(EmulatedWarpOperation operation, void* operands) {
    Warp& warp = warps[warpOf(current)];
    if (warp.waiting > 0 && warp.operation != operation) {
        fail("lanes of one warp wait in different operations");
        waitForOthers();
    }
    if (warp.live != ~0u) {
        fail("a warp operation in a warp without all its 32 lanes");
        waitForOthers();
    }
    warp.operation = operation;
    current->operands = operands;
    if (++warp.waiting < 32) {
        waitForOthers();
        return;
    }
    Fiber* lanes = &fibers[warpOf(current) * 32];
    void* all[32];
    for (int lane = 0; lane < 32; lane++) {
        all[lane] = lanes[lane].operands;
    }
    operation(all);
    warp.waiting = 0;
    warp.ready = ~(1u << laneOf(current));
}

const char* explanation() { return explained; }

void explain(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(explained, sizeof explained, format, arguments);
    va_end(arguments);
    fprintf(stderr, "emulated CUDA: %s\n", explained);
}

void shuffleWarps(uint64_t seed) { order = seed * 2 + 1; }

int runLaunch(const Launch& asked) {
    unsigned threads = asked.block.x * asked.block.y * asked.block.z;
    if (stacks == nullptr) {
        void* memory = mmap(nullptr, MAX_THREADS * STACK_BYTES, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) {
            return OUT_OF_MEMORY;
        }
        stacks = static_cast<char*>(memory);
    }
    launch = &asked;
    failed = false;
    std::vector<unsigned char> memory(asked.sharedBytes + SHARED_GUARD + 128);
    std::vector<unsigned char> guard(SHARED_GUARD, GUARD);
    auto aligned = (reinterpret_cast<uintptr_t>(memory.data()) + 127) & ~static_cast<uintptr_t>(127);
    auto* shared = reinterpret_cast<unsigned char*>(aligned);
    for (unsigned z = 0; z < asked.grid.z; z++) {
        for (unsigned y = 0; y < asked.grid.y; y++) {
            for (unsigned x = 0; x < asked.grid.x; x++) {
                std::memset(shared, POISON, asked.sharedBytes);
                std::memset(shared + asked.sharedBytes, GUARD, SHARED_GUARD);
                runBlock({x, y, z}, threads, shared);
                if (!failed && !guardIntact(guard, shared + asked.sharedBytes)) {
                    fail("wrote behind the end of its shared memory");
                }
                if (failed) {
                    return LAUNCH_FAILED;
                }
            }
        }
    }
    return 0;
}
