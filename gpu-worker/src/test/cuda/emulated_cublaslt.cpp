// libcublasLt for machines without a GPU: the one kind of product that the engine asks for, on the processor, in float32.
// Everything else is refused as the library refuses it.
#include <immintrin.h>

#include <cstdint>
#include <cstring>
#include <vector>

#define EXPORTED extern "C" __attribute__((visibility("default")))

extern "C" void emulated_cuda_enqueue(void* stream, int (*run)(void*), void* argument);
extern "C" int emulated_cuda_inside(uint64_t address, size_t bytes, const char* operation);

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum Type { F32 = 0, F16 = 2, BF16 = 14 };
constexpr uint64_t MAGIC = 0x564E504C54ull;

struct Description {
    int compute, scale;
    int32_t transposeA = 0, transposeB = 0, epilogue = 1, biasType = -1;
    uint64_t bias = 0;
};

struct Layout {
    int type;
    uint64_t rows, columns;
    int64_t leading;
};

struct Preference {
    uint64_t workspace = 0;
    uint32_t reductions = ~0u;
};

struct Product {
    Description description;
    Layout a, b, d;
    const void *weight, *x;
    void* y;
    float beta;
};

size_t bytesOf(int type) { return type == F32 ? 4 : 2; }

float number(const void* from, int type, size_t at) {
    if (type == F32) {
        return static_cast<const float*>(from)[at];
    }
    uint16_t bits = static_cast<const uint16_t*>(from)[at];
    if (type == F16) {
        return _cvtsh_ss(bits);
    }
    uint32_t wide = static_cast<uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof value);
    return value;
}

void store(void* to, int type, size_t at, float value) {
    if (type == F32) {
        static_cast<float*>(to)[at] = value;
    } else if (type == F16) {
        static_cast<uint16_t*>(to)[at] = _cvtss_sh(value, _MM_FROUND_TO_NEAREST_INT);
    } else {
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        bool nan = (bits & 0x7fffffffu) > 0x7f800000u;
        static_cast<uint16_t*>(to)[at] =
            nan ? 0x7fff : static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1)) >> 16);
    }
}

std::vector<float> widened(const void* from, const Layout& layout) {
    std::vector<float> numbers(layout.rows * layout.columns);
    for (size_t i = 0; i < numbers.size(); i++) {
        numbers[i] = number(from, layout.type, i);
    }
    return numbers;
}

int multiply(void* argument) {
    auto* product = static_cast<Product*>(argument);
    size_t inner = product->a.rows, outputs = product->d.rows, rows = product->d.columns;
    std::vector<float> weight = widened(product->weight, product->a), x = widened(product->x, product->b);
    bool biased = product->description.epilogue == 4;
    for (size_t row = 0; row < rows; row++) {
        for (size_t output = 0; output < outputs; output++) {
            const float *w = weight.data() + output * inner, *v = x.data() + row * inner;
            float sums[8] = {};
            size_t k = 0;
            for (; k + 8 <= inner; k += 8) {
                for (int i = 0; i < 8; i++) {
                    sums[i] += w[k + i] * v[k + i];
                }
            }
            for (; k < inner; k++) {
                sums[0] += w[k] * v[k];
            }
            float sum = ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
            size_t at = row * outputs + output;
            if (product->beta != 0) {
                sum += product->beta * number(product->y, product->d.type, at);
            }
            if (biased) {
                auto* bias = reinterpret_cast<const void*>(product->description.bias);
                sum += number(bias, product->description.biasType, output);
            }
            store(product->y, product->d.type, at, sum);
        }
    }
    delete product;
    return 0;
}

bool supported(const Description& description, const Layout& a, const Layout& b, const Layout& d) {
    bool types = a.type == b.type && (d.type == a.type || d.type == F32) && description.compute == 68 &&
                 description.scale == F32;
    bool bias = description.epilogue == 1 || (description.epilogue == 4 && description.biasType == d.type);
    bool shapes = description.transposeA == 1 && description.transposeB == 0 && a.rows == b.rows &&
                  d.rows == a.columns && d.columns == b.columns && a.leading == static_cast<int64_t>(a.rows) &&
                  b.leading == static_cast<int64_t>(b.rows) && d.leading == static_cast<int64_t>(d.rows);
    return types && bias && shapes;
}

}  // namespace

EXPORTED size_t cublasLtGetVersion() { return 120600; }

EXPORTED int cublasLtCreate(uint64_t* handle) {
    *handle = MAGIC;
    return SUCCESS;
}

EXPORTED int cublasLtDestroy(uint64_t handle) { return handle == MAGIC ? SUCCESS : INVALID_VALUE; }

EXPORTED int cublasLtMatmulDescCreate(Description** made, int compute, int scale) {
    *made = new Description{compute, scale};
    return SUCCESS;
}

EXPORTED int cublasLtMatmulDescDestroy(Description* description) {
    delete description;
    return SUCCESS;
}

EXPORTED int cublasLtMatmulDescSetAttribute(Description* description, int attribute, const void* value, size_t bytes) {
    void* to = nullptr;
    size_t expected = 4;
    switch (attribute) {
        case 3: to = &description->transposeA; break;
        case 4: to = &description->transposeB; break;
        case 7: to = &description->epilogue; break;
        case 8: to = &description->bias; expected = 8; break;
        case 26: to = &description->biasType; break;
        default: return INVALID_VALUE;
    }
    if (bytes != expected) {
        return INVALID_VALUE;
    }
    std::memcpy(to, value, bytes);
    return SUCCESS;
}

EXPORTED int cublasLtMatrixLayoutCreate(Layout** made, int type, uint64_t rows, uint64_t columns, int64_t leading) {
    *made = new Layout{type, rows, columns, leading};
    return SUCCESS;
}

EXPORTED int cublasLtMatrixLayoutDestroy(Layout* layout) {
    delete layout;
    return SUCCESS;
}

EXPORTED int cublasLtMatmulPreferenceCreate(Preference** made) {
    *made = new Preference;
    return SUCCESS;
}

EXPORTED int cublasLtMatmulPreferenceDestroy(Preference* preference) {
    delete preference;
    return SUCCESS;
}

EXPORTED int cublasLtMatmulPreferenceSetAttribute(Preference* preference, int attribute, const void* value, size_t bytes) {
    if (attribute == 1 && bytes == 8) {
        std::memcpy(&preference->workspace, value, bytes);
    } else if (attribute == 3 && bytes == 4) {
        std::memcpy(&preference->reductions, value, bytes);
    } else {
        return INVALID_VALUE;
    }
    return SUCCESS;
}

// Offers one algorithm, behind one that cannot be used.
EXPORTED int cublasLtMatmulAlgoGetHeuristic(uint64_t handle, const Description* description, const Layout* a,
                                            const Layout* b, const Layout* c, const Layout* d,
                                            const Preference* preference, int requested, unsigned char* results,
                                            int* found) {
    *found = 0;
    if (handle != MAGIC || c->type != d->type || requested < 2) {
        return INVALID_VALUE;
    }
    if (!supported(*description, *a, *b, *d) || preference->reductions != 0) {
        return NOT_SUPPORTED;
    }
    std::memset(results, 0, 2 * 96);
    int unusable = NOT_SUPPORTED;
    std::memcpy(results + 72, &unusable, sizeof unusable);
    uint64_t algorithm = MAGIC ^ d->columns;  // pinned to the number of rows
    std::memcpy(results + 96, &algorithm, sizeof algorithm);
    *found = 2;
    return SUCCESS;
}

EXPORTED int cublasLtMatmul(uint64_t handle, const Description* description, const float* alpha, uint64_t weight,
                            const Layout* a, uint64_t x, const Layout* b, const float* beta, uint64_t c,
                            const Layout* cLayout, uint64_t y, const Layout* d, const uint64_t* algorithm,
                            uint64_t workspace, size_t workspaceBytes, void* stream) {
    if (handle != MAGIC || *alpha != 1 || c != y || cLayout != d || *algorithm != (MAGIC ^ d->columns) ||
        !supported(*description, *a, *b, *d)) {
        return INVALID_VALUE;
    }
    const char* name = "cublasLtMatmul";
    if (emulated_cuda_inside(weight, a->rows * a->columns * bytesOf(a->type), name) ||
        emulated_cuda_inside(x, b->rows * b->columns * bytesOf(b->type), name) ||
        emulated_cuda_inside(y, d->rows * d->columns * bytesOf(d->type), name) ||
        emulated_cuda_inside(workspace, workspaceBytes, name) ||
        (description->epilogue == 4 &&
         emulated_cuda_inside(description->bias, d->rows * bytesOf(description->biasType), name))) {
        return INVALID_VALUE;
    }
    emulated_cuda_enqueue(stream, multiply,
                          new Product{*description, *a, *b, *d, reinterpret_cast<const void*>(weight),
                                      reinterpret_cast<const void*>(x), reinterpret_cast<void*>(y), *beta});
    return SUCCESS;
}
