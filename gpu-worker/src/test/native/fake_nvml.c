/* A libnvidia-ml.so.1 without a GPU. fake_nvml_fail("name", code) makes a function return a code; FAKE_NVML_GPUS in the
 * environment says how many GPUs there are (default 2, the second one divided in two when FAKE_NVML_MIG is set). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { const char *uuid; const char *name; int part_of; } device;
static device devices[] = {
    {"GPU-00000000-0000-0000-0000-00000000000a", "NVIDIA H200", -1},
    {"GPU-00000000-0000-0000-0000-00000000000b", "NVIDIA GeForce RTX 3090", -1},
    {"MIG-00000000-0000-0000-0000-00000000000c", "NVIDIA A100 MIG 3g.20gb", 1},
    {"MIG-00000000-0000-0000-0000-00000000000d", "NVIDIA A100 MIG 3g.20gb", 1},
};
static struct { char name[64]; int code; } failures[16];

static int injected(const char *name) {
    for (int i = 0; i < 16; i++)
        if (strcmp(failures[i].name, name) == 0) return failures[i].code;
    return 0;
}
#define INJECT do { int code = injected(__func__); if (code) return code; } while (0)

void fake_nvml_fail(const char *name, int code) {
    for (int i = 0; i < 16; i++)
        if (failures[i].name[0] == 0 || strcmp(failures[i].name, name) == 0) {
            snprintf(failures[i].name, sizeof failures[i].name, "%s", name);
            failures[i].code = code;
            return;
        }
}

int nvmlInitWithFlags(unsigned flags) { INJECT; return flags == 1 ? 0 : 2; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *text, unsigned n) { INJECT; snprintf(text, n, "580.65.06"); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { INJECT; *version = 13010; return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) {
    INJECT;
    const char *gpus = getenv("FAKE_NVML_GPUS");
    *n = gpus ? (unsigned) atoi(gpus) : 2;
    return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned i, device **d) { INJECT; if (i > 1) return 6; *d = &devices[i]; return 0; }
int nvmlDeviceGetHandleByUUID(const char *uuid, device **d) {
    INJECT;
    for (int i = 0; i < 4; i++)
        if (strcmp(devices[i].uuid, uuid) == 0) { *d = &devices[i]; return 0; }
    return 6;
}
int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(device *d, device **whole) {
    if (d->part_of < 0) return 2;
    *whole = &devices[d->part_of];
    return 0;
}
int nvmlDeviceGetMigMode(device *d, unsigned *now, unsigned *pending) {
    INJECT;
    if (d->part_of >= 0) return 2;
    *now = *pending = d == &devices[1] && (getenv("FAKE_NVML_MIG") != NULL || injected("divide"));
    return 0;
}
int nvmlDeviceGetMaxMigDeviceCount(device *d, unsigned *n) { (void) d; *n = 7; return 0; }
int nvmlDeviceGetMigDeviceHandleByIndex(device *d, unsigned i, device **part) {
    (void) d;
    if (i > 1) return 6;
    *part = &devices[2 + i];
    return 0;
}
int nvmlDeviceGetUUID(device *d, char *text, unsigned n) { INJECT; if (n < 80) return 7; snprintf(text, n, "%s", d->uuid); return 0; }
int nvmlDeviceGetName(device *d, char *text, unsigned n) { INJECT; snprintf(text, n, "%s", d->name); return 0; }
int nvmlDeviceGetMinorNumber(device *d, unsigned *n) { INJECT; if (d->part_of >= 0) return 3; *n = (unsigned) (d - devices); return 0; }

typedef struct { unsigned long long total, free, used; } memory;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory_v2;
int nvmlDeviceGetMemoryInfo(device *d, memory *m) {
    (void) d;
    INJECT;
    m->total = 143771ull << 20; m->used = 3771ull << 20; m->free = m->total - m->used;
    return 0;
}
#ifndef OLD_DRIVER
int nvmlDeviceGetMemoryInfo_v2(device *d, memory_v2 *m) {
    (void) d;
    INJECT;
    if (m->version != (sizeof(memory_v2) | 2u << 24)) return 25;
    m->total = 143771ull << 20; m->reserved = 700ull << 20; m->used = 3071ull << 20; m->free = 140000ull << 20;
    return 0;
}
int nvmlDeviceGetPowerUsage(device *d, unsigned *mw) { INJECT; if (d->part_of >= 0) return 3; *mw = 612345; return 0; }
#endif
int nvmlDeviceGetUtilizationRates(device *d, unsigned *rates) {
    INJECT;
    if (d->part_of >= 0) return 3;
    rates[0] = 87; rates[1] = 40;
    return 0;
}
int nvmlDeviceGetTemperature(device *d, int sensor, unsigned *celsius) {
    INJECT;
    if (sensor != 0 || d->part_of >= 0) return 2;
    *celsius = 55;
    return 0;
}
