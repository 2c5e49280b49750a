// libcuda.so.1 for machines without a GPU: the functions that the CUDA engine uses, with kernels that g++ compiled from the
// same sources as the PTX. Everything waits in its stream until somebody synchronises.
//
// VIRNUCPRO_EMULATED_CUDA, or emulated_cuda_configure, sets faults, comma-separated; numbers count from the time of setting:
//   allocation=N       the N-th allocation of device memory fails with out of memory
//   launch=N:CODE      the N-th launch of a kernel fails with this code when it runs
//   wrong=N            the N-th launch of a kernel does nothing, without an error: a GPU that computes wrongly
//   memory=BYTES       total memory of the device
//   devices=N          number of devices
//   seed=N             another order of threads between barriers
//   reset              everything that is alive is given up, as when the process ends
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "emulator.h"
#include "fibers.h"
#include "memory.h"
#include "streams.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

enum Code {
    OK = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    NO_BINARY_FOR_GPU = 209,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
};

struct Fault {
    long after = 0;  // 0: none
    int code = 0;

    bool strikes() { return after > 0 && --after == 0; }
};

struct Module {
    std::string image;
    void* library;
    std::map<std::string, const EmulatedKernel*> kernels;
};

struct Function {
    const EmulatedKernel* kernel;
    int dynamicShared = 48 << 10;
};

std::recursive_mutex lock;
using Locked = std::lock_guard<std::recursive_mutex>;

Fault allocationFault, launchFault, wrongFault;
long launches;
int devices = 1;
bool initialised;
long hostAllocations, events, modules;
std::map<const EmulatedKernel*, Function*> functions;
Stream defaultStream;
thread_local void* context;

void configure(const std::string& faults) {
    allocationFault = launchFault = wrongFault = {};
    devices = 1;
    setTotalBytes(size_t{4} << 30);
    size_t from = 0;
    while (from < faults.size()) {
        size_t to = faults.find(',', from);
        std::string fault = faults.substr(from, to == std::string::npos ? to : to - from);
        from = to == std::string::npos ? faults.size() : to + 1;
        unsigned long long number = 0;
        int code = 719;
        if (sscanf(fault.c_str(), "allocation=%llu", &number) == 1) {
            allocationFault = {static_cast<long>(number), OUT_OF_MEMORY};
        } else if (sscanf(fault.c_str(), "launch=%llu:%d", &number, &code) >= 1) {
            launchFault = {static_cast<long>(number), code};
        } else if (sscanf(fault.c_str(), "wrong=%llu", &number) == 1) {
            wrongFault = {static_cast<long>(number), 0};
        } else if (sscanf(fault.c_str(), "memory=%llu", &number) == 1) {
            setTotalBytes(number);
        } else if (sscanf(fault.c_str(), "devices=%llu", &number) == 1) {
            devices = static_cast<int>(number);
        } else if (sscanf(fault.c_str(), "seed=%llu", &number) == 1) {
            shuffleWarps(number);
        } else if (fault == "reset") {
            releaseAll();
            abandonStreams();
            hostAllocations = events = modules = 0;
        } else {
            fprintf(stderr, "emulated CUDA: unknown fault '%s'\n", fault.c_str());
            abort();
        }
    }
}

// Beside this library, where the test support put it.
void* kernelsLibrary() {
    Dl_info self;
    dladdr(reinterpret_cast<void*>(&kernelsLibrary), &self);
    std::string path(self.dli_fname);
    path = path.substr(0, path.rfind('/') + 1) + "libemulated_kernels.so";
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        explain("%s", dlerror());
    }
    return library;
}

Stream* streamOf(void* handle) { return handle == nullptr ? &defaultStream : static_cast<Stream*>(handle); }

int synchronise() {
    runUntil(&defaultStream, defaultStream.enqueued);
    return runAll();
}

int copy(void* to, const void* from, size_t bytes) {
    std::memcpy(to, from, bytes);
    return OK;
}

template <class Text>
int named(int code, Text text) {
    switch (code) {
        case OK: return text("CUDA_SUCCESS", "no error");
        case INVALID_VALUE: return text("CUDA_ERROR_INVALID_VALUE", "invalid argument");
        case OUT_OF_MEMORY: return text("CUDA_ERROR_OUT_OF_MEMORY", "out of memory");
        case NOT_INITIALIZED: return text("CUDA_ERROR_NOT_INITIALIZED", "initialization error");
        case INVALID_DEVICE: return text("CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal");
        case INVALID_IMAGE: return text("CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid");
        case INVALID_CONTEXT: return text("CUDA_ERROR_INVALID_CONTEXT", "invalid device context");
        case NO_BINARY_FOR_GPU: return text("CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image for this device");
        case INVALID_HANDLE: return text("CUDA_ERROR_INVALID_HANDLE", "invalid resource handle");
        case NOT_FOUND: return text("CUDA_ERROR_NOT_FOUND", "named symbol not found");
        case NOT_READY: return text("CUDA_ERROR_NOT_READY", "device not ready");
        case ILLEGAL_ADDRESS: return text("CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered");
        case 719: return text("CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure");
        default: return text("CUDA_ERROR_UNKNOWN", "unknown error");
    }
}

int launchNow(const EmulatedKernel* kernel, EmulatedIndex grid, EmulatedIndex block, size_t shared,
              const std::vector<unsigned char>& argument, int injected, bool skipped) {
    if (injected != OK) {
        explain("kernel %s: injected failure %d", kernel->name, injected);
        return injected;
    }
    if (skipped) {
        return OK;
    }
    int result = runLaunch({kernel, argument.data(), grid, block, shared});
    if (result == OK && !guardsIntact(kernel->name)) {
        return ILLEGAL_ADDRESS;
    }
    return result;
}

}  // namespace

EXPORTED void emulated_cuda_configure(const char* faults) {
    Locked guard(lock);
    forgetErrors();
    configure(faults);
}

// Counts of what is alive, and of launches; -1 for an unknown word.
EXPORTED long emulated_cuda_count(const char* what) {
    Locked guard(lock);
    std::string word(what);
    if (word == "allocations") return static_cast<long>(liveAllocations());
    if (word == "bytes") return static_cast<long>(usedBytes());
    if (word == "hostAllocations") return hostAllocations;
    if (word == "streams") return static_cast<long>(liveStreams());
    if (word == "events") return events;
    if (word == "modules") return modules;
    if (word == "launches") return launches;
    return -1;
}

// Used by the stub of cublasLt: its products wait in the stream like kernels.
EXPORTED void emulated_cuda_enqueue(void* stream, int (*run)(void*), void* argument) {
    Locked guard(lock);
    enqueue(streamOf(stream), [run, argument] { return run(argument); });
}

EXPORTED int emulated_cuda_inside(uint64_t address, size_t bytes, const char* operation) {
    Locked guard(lock);
    return requireInside(address, bytes, operation);
}

EXPORTED int cuInit(unsigned) {
    Locked guard(lock);
    if (!initialised) {
        const char* faults = getenv("VIRNUCPRO_EMULATED_CUDA");
        configure(faults == nullptr ? "" : faults);
        initialised = true;
    }
    return OK;
}

EXPORTED int cuDriverGetVersion(int* version) {
    *version = 12060;
    return OK;
}

EXPORTED int cuDeviceGetCount(int* count) {
    *count = devices;
    return initialised ? OK : NOT_INITIALIZED;
}

EXPORTED int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return ordinal >= 0 && ordinal < devices ? OK : INVALID_DEVICE;
}

EXPORTED int cuDeviceGetName(char* name, int length, int) {
    snprintf(name, static_cast<size_t>(length), "Emulated GPU");
    return OK;
}

EXPORTED int cuDeviceGetUuid(unsigned char* uuid, int device) {
    const char text[] = "vnp-emulated-gpu";
    std::memcpy(uuid, text, 16);
    uuid[15] = static_cast<unsigned char>('0' + device);
    return OK;
}

EXPORTED int cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = totalBytes();
    return OK;
}

EXPORTED int cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 75: *value = 8; break;   // compute capability
        case 76: *value = 0; break;
        case 10: *value = 32; break;  // lanes of a warp
        case 16: *value = 4; break;   // multiprocessors
        case 1: *value = 1024; break; // threads of a block
        default: *value = 0;
    }
    return OK;
}

EXPORTED int cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { return OK; }

EXPORTED int cuDevicePrimaryCtxRetain(void** made, int device) {
    *made = reinterpret_cast<void*>(static_cast<uintptr_t>(device + 1));
    return OK;
}

EXPORTED int cuDevicePrimaryCtxRelease_v2(int) { return OK; }

EXPORTED int cuCtxSetCurrent(void* chosen) {
    context = chosen;
    return OK;
}

EXPORTED int cuCtxSynchronize() {
    Locked guard(lock);
    return synchronise();
}

EXPORTED int cuMemGetInfo_v2(size_t* free, size_t* total) {
    Locked guard(lock);
    *free = totalBytes() - usedBytes();
    *total = totalBytes();
    return context == nullptr ? INVALID_CONTEXT : OK;
}

EXPORTED int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
    Locked guard(lock);
    if (context == nullptr) return INVALID_CONTEXT;
    if (stickyError() != OK) return stickyError();
    return allocationFault.strikes() ? OUT_OF_MEMORY : allocate(address, bytes);
}

EXPORTED int cuMemFree_v2(uint64_t address) {
    Locked guard(lock);
    int result = synchronise();  // freeing waits for what may use the memory
    int released = release(address);
    return result != OK ? result : released;
}

EXPORTED int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
    Locked guard(lock);
    *memory = aligned_alloc(4096, (bytes + 4095) & ~size_t{4095});
    if (*memory == nullptr) return OUT_OF_MEMORY;
    std::memset(*memory, 0xFF, bytes);
    hostAllocations++;
    return OK;
}

EXPORTED int cuMemFreeHost(void* memory) {
    Locked guard(lock);
    synchronise();
    free(memory);
    hostAllocations--;
    return OK;
}

EXPORTED int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
    Locked guard(lock);
    if (int outside = requireInside(to, bytes, "cuMemcpyHtoD")) return outside;
    int result = runUntil(&defaultStream, defaultStream.enqueued);
    return result != OK ? result : copy(reinterpret_cast<void*>(to), from, bytes);
}

EXPORTED int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
    Locked guard(lock);
    if (int outside = requireInside(from, bytes, "cuMemcpyDtoH")) return outside;
    int result = runUntil(&defaultStream, defaultStream.enqueued);
    return result != OK ? result : copy(to, reinterpret_cast<const void*>(from), bytes);
}

EXPORTED int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* stream) {
    Locked guard(lock);
    if (int outside = requireInside(to, bytes, "cuMemcpyHtoDAsync")) return outside;
    enqueue(streamOf(stream), [=] { return copy(reinterpret_cast<void*>(to), from, bytes); });
    return stickyError();
}

EXPORTED int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* stream) {
    Locked guard(lock);
    if (int outside = requireInside(from, bytes, "cuMemcpyDtoHAsync")) return outside;
    enqueue(streamOf(stream), [=] { return copy(to, reinterpret_cast<const void*>(from), bytes); });
    return stickyError();
}

EXPORTED int cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void* stream) {
    Locked guard(lock);
    if (int outside = requireInside(to, bytes, "cuMemsetD8Async")) return outside;
    enqueue(streamOf(stream), [=] {
        std::memset(reinterpret_cast<void*>(to), value, bytes);
        return static_cast<int>(OK);
    });
    return stickyError();
}

EXPORTED int cuStreamCreate(void** stream, unsigned) {
    Locked guard(lock);
    *stream = newStream();
    return OK;
}

EXPORTED int cuStreamSynchronize(void* stream) {
    Locked guard(lock);
    return runUntil(streamOf(stream), streamOf(stream)->enqueued);
}

EXPORTED int cuStreamDestroy_v2(void* stream) {
    Locked guard(lock);
    return deleteStream(static_cast<Stream*>(stream));
}

EXPORTED int cuStreamWaitEvent(void* stream, void* handle, unsigned) {
    Locked guard(lock);
    Event recorded = *static_cast<Event*>(handle);
    enqueue(streamOf(stream), [recorded] {
        return recorded.stream == nullptr ? static_cast<int>(OK) : runUntil(recorded.stream, recorded.position);
    });
    return OK;
}

EXPORTED int cuEventCreate(void** event, unsigned) {
    Locked guard(lock);
    *event = new Event;
    events++;
    return OK;
}

EXPORTED int cuEventDestroy_v2(void* event) {
    Locked guard(lock);
    delete static_cast<Event*>(event);
    events--;
    return OK;
}

EXPORTED int cuEventRecord(void* event, void* stream) {
    Locked guard(lock);
    *static_cast<Event*>(event) = {streamOf(stream), streamOf(stream)->enqueued};
    return OK;
}

EXPORTED int cuEventSynchronize(void* handle) {
    Locked guard(lock);
    auto* event = static_cast<Event*>(handle);
    return event->stream == nullptr ? static_cast<int>(OK) : runUntil(event->stream, event->position);
}

EXPORTED int cuEventQuery(void* handle) {
    Locked guard(lock);
    auto* event = static_cast<Event*>(handle);
    if (stickyError() != OK) return stickyError();
    return event->stream == nullptr || event->stream->finished >= event->position ? OK : NOT_READY;
}

EXPORTED int cuEventElapsedTime(float* milliseconds, void*, void*) {
    *milliseconds = 0;
    return OK;
}

EXPORTED int cuGetErrorName(int code, const char** name) {
    return named(code, [&](const char* text, const char*) {
        *name = text;
        return static_cast<int>(OK);
    });
}

EXPORTED int cuGetErrorString(int code, const char** words) {
    return named(code, [&](const char*, const char* text) {
        *words = text;
        return static_cast<int>(OK);
    });
}

EXPORTED int cuModuleLoadDataEx(void** made, const void* image, unsigned, void*, void*) {
    Locked guard(lock);
    auto* module = new Module{static_cast<const char*>(image), kernelsLibrary(), {}};
    if (module->library == nullptr) {
        delete module;
        return NO_BINARY_FOR_GPU;
    }
    auto table = reinterpret_cast<EmulatedKernelTable>(dlsym(module->library, "emulated_kernels"));
    for (const EmulatedKernel* kernel = table(); kernel->name != nullptr; kernel++) {
        module->kernels[kernel->name] = kernel;
    }
    modules++;
    *made = module;
    return OK;
}

EXPORTED int cuModuleLoadData(void** made, const void* image) {
    return cuModuleLoadDataEx(made, image, 0, nullptr, nullptr);
}

EXPORTED int cuModuleUnload(void* handle) {
    Locked guard(lock);
    int result = synchronise();
    delete static_cast<Module*>(handle);  // its library stays: functions point into it
    modules--;
    return result;
}

// A kernel must be both in the image that was loaded and in the library that g++ made.
EXPORTED int cuModuleGetFunction(void** function, void* handle, const char* name) {
    Locked guard(lock);
    auto* module = static_cast<Module*>(handle);
    auto found = module->kernels.find(name);
    if (found == module->kernels.end() || module->image.find(".entry " + std::string(name) + "(") == std::string::npos) {
        return NOT_FOUND;
    }
    Function*& known = functions[found->second];
    if (known == nullptr) known = new Function{found->second};
    *function = known;
    return OK;
}

EXPORTED int cuFuncSetAttribute(void* function, int attribute, int value) {
    Locked guard(lock);
    if (attribute != 8) return INVALID_VALUE;  // maximal dynamic shared memory
    static_cast<Function*>(function)->dynamicShared = value;
    return OK;
}

EXPORTED int cuFuncGetAttribute(int* value, int, void*) {
    *value = 0;
    return OK;
}

EXPORTED int cuLaunchKernel(void* handle, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                            unsigned blockZ, unsigned shared, void* stream, void** parameters, void** extra) {
    Locked guard(lock);
    if (context == nullptr) return INVALID_CONTEXT;
    if (stickyError() != OK) return stickyError();
    auto* function = static_cast<Function*>(handle);
    const EmulatedKernel* kernel = function->kernel;
    unsigned threads = blockX * blockY * blockZ;
    if (gridX == 0 || gridY == 0 || gridZ == 0 || gridY > 65535 || gridZ > 65535 || threads == 0 ||
        threads > kernel->maxThreads || shared > static_cast<unsigned>(function->dynamicShared) || extra != nullptr ||
        parameters == nullptr) {
        explain("kernel %s cannot be launched as grid %u x %u x %u of %u threads with %u bytes of shared memory",
                kernel->name, gridX, gridY, gridZ, threads, shared);
        return INVALID_VALUE;
    }
    launches++;
    int injected = launchFault.strikes() ? launchFault.code : OK;
    bool skipped = wrongFault.strikes();
    auto* bytes = static_cast<unsigned char*>(parameters[0]);
    std::vector<unsigned char> argument(bytes, bytes + kernel->argumentBytes);
    EmulatedIndex grid{gridX, gridY, gridZ}, block{blockX, blockY, blockZ};
    enqueue(streamOf(stream), [=] { return launchNow(kernel, grid, block, shared, argument, injected, skipped); });
    return OK;
}
