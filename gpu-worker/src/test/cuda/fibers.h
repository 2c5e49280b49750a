// Runs the blocks of one launch on the calling thread.
#pragma once
#include "emulator.h"

struct Launch {
    const EmulatedKernel* kernel;
    const void* argument;
    EmulatedIndex grid, block;
    size_t sharedBytes;
};

// An error of CUDA (0 when all went well); explanation() says what was wrong.
int runLaunch(const Launch& launch);
const char* explanation();
void explain(const char* format, ...) __attribute__((format(printf, 1, 2)));
// Another order of warps for another seed: threads between two barriers may run in any order.
void shuffleWarps(uint64_t seed);
