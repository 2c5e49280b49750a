package org.virnucpro.worker.engine.cuda.kernel;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The type of weights and of what goes into a matrix product. Sums, hidden states, norms and softmax are float32 in each of
 * them.
 */
public enum Precision {
    /** IEEE 754 binary16: ten bits of fraction, nothing above 65504. */
    FP16("f16", Short.BYTES),
    /** bfloat16: seven bits of fraction, the range of float32. */
    BF16("bf16", Short.BYTES),
    /** IEEE 754 binary32 without tensor cores: slow, for checking. */
    FP32("f32", Float.BYTES);

    /** The largest finite number of {@link #FP16}. */
    public static final float FP16_MAX = 65504f;

    private final String suffix;
    private final int bytes;

    Precision(String suffix, int bytes) {
        this.suffix = suffix;
        this.bytes = bytes;
    }

    /** Last part of the names of kernels. */
    String suffix() {
        return suffix;
    }

    /** Size of one number. */
    public int bytes() {
        return bytes;
    }

    /** As on the command line: {@code fp16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Appends {@code values[at, at + count)} to a buffer, rounded to nearest even; too large numbers become infinite. */
    public void encode(float[] values, int at, int count, ByteBuffer into) {
        for (int i = at; i < at + count; i++) {
            switch (this) {
                case FP16 -> into.putShort(toHalf(values[i]));
                case BF16 -> into.putShort(toBfloat(values[i]));
                case FP32 -> into.putFloat(values[i]);
            }
        }
    }

    /** The number at byte {@code at} of a buffer. */
    public float decode(ByteBuffer from, int at) {
        return switch (this) {
            case FP16 -> halfToFloat(from.getShort(at));
            case BF16 -> Float.intBitsToFloat(from.getShort(at) << 16);
            case FP32 -> from.getFloat(at);
        };
    }

    /** What is left of a number in this precision. */
    public float round(float value) {
        return switch (this) {
            case FP16 -> halfToFloat(toHalf(value));
            case BF16 -> Float.intBitsToFloat(toBfloat(value) << 16);
            case FP32 -> value;
        };
    }

    private static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65520 and more round to infinity
            return (short) (sign | 0x7c00);
        }
        if (magnitude >= 0x38800000) { // 2^-14: a normal number
            int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
            return (short) (sign | (rounded - 0x38000000) >>> 13);
        }
        return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }

    private static float halfToFloat(short half) {
        int magnitude = half & 0x7fff;
        float value;
        if (magnitude >= 0x7c00) {
            value = magnitude > 0x7c00 ? Float.NaN : Float.POSITIVE_INFINITY;
        } else if (magnitude < 0x400) {
            value = magnitude * 0x1p-24f;
        } else {
            value = Float.intBitsToFloat((magnitude << 13) + 0x38000000);
        }
        return half < 0 ? -value : value;
    }

    private static short toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return 0x7fff;
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
