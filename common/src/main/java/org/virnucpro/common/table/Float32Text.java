package org.virnucpro.common.table;

/**
 * The text of a float32 as Python prints {@code str(numpy.float32(x))}: the shortest decimal that reads back as the same
 * float32, of those the closest; fixed notation from 1e-4 to below 1e16, else scientific with at least two exponent
 * digits. {@link Float#toString(float)} is not that: before JDK 19 it is not the shortest, and it always has two digits.
 * Thread-safe.
 */
public final class Float32Text {
    private static final int FRACTION_BITS = 23;
    private static final int HIDDEN_BIT = 1 << FRACTION_BITS;
    /** A float is (integer below 2^24) * 2^(exponent field - this). */
    private static final int EXPONENT_BIAS = 150;
    /** Nine significant digits tell any two floats apart; one more absorbs an error of the estimated exponent. */
    private static final int DIGITS = 10;

    private Float32Text() {}

    public static String of(float value) {
        if (Float.isNaN(value)) {
            return "nan";
        }
        String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
        float magnitude = Math.abs(value);
        if (Float.isInfinite(magnitude)) {
            return sign + "inf";
        }
        return sign + (magnitude == 0 ? "0.0" : positive(magnitude));
    }

    private static String positive(float value) {
        int bits = Float.floatToRawIntBits(value);
        int fraction = bits & (HIDDEN_BIT - 1);
        int exponentField = bits >> FRACTION_BITS;
        int integer = exponentField == 0 ? fraction : fraction | HIDDEN_BIT;
        int exponent = Math.max(exponentField, 1) - EXPONENT_BIAS;
        int belowQuarters = fraction == 0 && exponentField > 1 ? 1 : 2;
        return ShortestDecimal.of(value, integer, exponent, belowQuarters, DIGITS);
    }
}
