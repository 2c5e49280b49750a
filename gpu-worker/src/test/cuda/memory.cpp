#include "memory.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

#include "fibers.h"

namespace {

constexpr int INVALID_VALUE = 1;
constexpr int OUT_OF_MEMORY = 2;
constexpr int ILLEGAL_ADDRESS = 700;
constexpr size_t GUARD_BYTES = 512;
constexpr unsigned char GUARD = 0xA5;
constexpr unsigned char POISON = 0xFF;

struct Allocation {
    unsigned char* base;  // of the guard before the memory
    size_t bytes;
};

std::map<uint64_t, Allocation> allocations;
size_t used;
size_t total = size_t{4} << 30;
const std::vector<unsigned char> guard(GUARD_BYTES, GUARD);

bool intact(const Allocation& allocation) {
    const unsigned char* behind = allocation.base + GUARD_BYTES + allocation.bytes;
    return std::memcmp(allocation.base, guard.data(), GUARD_BYTES) == 0 &&
           std::memcmp(behind, guard.data(), GUARD_BYTES) == 0;
}

}  // namespace

int allocate(uint64_t* address, size_t bytes) {
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (bytes > total - used) {
        return OUT_OF_MEMORY;
    }
    size_t whole = (bytes + 2 * GUARD_BYTES + 511) & ~size_t{511};
    auto* base = static_cast<unsigned char*>(aligned_alloc(512, whole));
    if (base == nullptr) {
        return OUT_OF_MEMORY;
    }
    std::memset(base, GUARD, GUARD_BYTES);
    std::memset(base + GUARD_BYTES, POISON, bytes);
    std::memset(base + GUARD_BYTES + bytes, GUARD, GUARD_BYTES);
    *address = reinterpret_cast<uint64_t>(base + GUARD_BYTES);
    allocations[*address] = {base, bytes};
    used += bytes;
    return 0;
}

int release(uint64_t address) {
    auto found = allocations.find(address);
    if (found == allocations.end()) {
        explain("cuMemFree of memory that is not allocated, or was freed before");
        return INVALID_VALUE;
    }
    bool whole = guardsIntact("cuMemFree");
    used -= found->second.bytes;
    free(found->second.base);
    allocations.erase(found);
    return whole ? 0 : ILLEGAL_ADDRESS;
}

int requireInside(uint64_t address, size_t bytes, const char* operation) {
    auto after = allocations.upper_bound(address);
    if (after != allocations.begin()) {
        auto holder = std::prev(after);
        if (address + bytes <= holder->first + holder->second.bytes) {
            return 0;
        }
    }
    explain("%s of %zu bytes leaves its device memory", operation, bytes);
    return INVALID_VALUE;
}

bool guardsIntact(const char* after) {
    for (const auto& [address, allocation] : allocations) {
        if (!intact(allocation)) {
            explain("after %s: somebody wrote next to an allocation of %zu bytes", after, allocation.bytes);
            return false;
        }
    }
    return true;
}

size_t liveAllocations() { return allocations.size(); }
size_t usedBytes() { return used; }
size_t totalBytes() { return total; }
void setTotalBytes(size_t bytes) { total = bytes; }

void releaseAll() {
    for (const auto& [address, allocation] : allocations) {
        free(allocation.base);
    }
    allocations.clear();
    used = 0;
}
