package org.virnucpro.worker.weights;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The type of a stored number, by its safetensors name. Little-endian everywhere. */
enum ElementType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    F64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1),
    F8_E4M3(1),
    F8_E5M2(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one number in bytes. */
    int bytes() {
        return bytes;
    }

    static Optional<ElementType> named(String safetensorsName) {
        for (ElementType type : values()) {
            if (type.name().equals(safetensorsName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of {@code torch.HalfStorage} and the like, by class name. */
    static Optional<ElementType> ofTorchStorage(String className) {
        return switch (className) {
            case "FloatStorage" -> Optional.of(F32);
            case "HalfStorage" -> Optional.of(F16);
            case "BFloat16Storage" -> Optional.of(BF16);
            case "LongStorage" -> Optional.of(I64);
            case "DoubleStorage" -> Optional.of(F64);
            case "IntStorage" -> Optional.of(I32);
            case "ShortStorage" -> Optional.of(I16);
            case "CharStorage" -> Optional.of(I8);
            case "ByteStorage" -> Optional.of(U8);
            case "BoolStorage" -> Optional.of(BOOL);
            default -> Optional.empty();
        };
    }

    /** True for the types that float32 holds exactly and that models are stored in. */
    boolean widensToFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Reads {@code count} little-endian numbers from {@code from} to {@code into[at..]}, exactly. */
    void widen(ByteBuffer from, float[] into, int at, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(into, at, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = halfToFloat(from.getShort(i * 2));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = Float.intBitsToFloat(from.getShort(i * 2) << 16);
                }
            }
            default -> throw new IllegalStateException(this + " does not widen to float32");
        }
    }

    /** IEEE 754 binary16 to binary32: exact, with subnormals, infinities and the payload of a NaN. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }
}
