// Device memory of the emulated GPU: every allocation lies between guard zones and starts poisoned.
#pragma once
#include <cstddef>
#include <cstdint>

int allocate(uint64_t* address, size_t bytes);
int release(uint64_t address);
// An error of CUDA when [address, address + bytes) is not inside one allocation.
int requireInside(uint64_t address, size_t bytes, const char* operation);
// False, with an explanation, when somebody wrote next to an allocation.
bool guardsIntact(const char* after);
size_t liveAllocations();
size_t usedBytes();
size_t totalBytes();
void setTotalBytes(size_t bytes);
void releaseAll();
