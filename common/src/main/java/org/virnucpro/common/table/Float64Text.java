package org.virnucpro.common.table;

/**
 * The text of a float64 as Python prints {@code repr(x)}: the shortest decimal that reads back as the same number; fixed
 * notation from 1e-4 to below 1e16, else scientific with at least two exponent digits. {@link Double#toString(double)} is
 * not that: before JDK 19 it is not the shortest. Thread-safe.
 */
public final class Float64Text {
    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    /** A double is (integer below 2^53) * 2^(exponent field - this). */
    private static final int EXPONENT_BIAS = 1075;
    /** Seventeen significant digits tell any two doubles apart; one more absorbs an error of the estimated exponent. */
    private static final int DIGITS = 18;

    private Float64Text() {}

    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        if (Double.isInfinite(magnitude)) {
            return sign + "inf";
        }
        return sign + (magnitude == 0 ? "0.0" : positive(magnitude));
    }

    private static String positive(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (HIDDEN_BIT - 1);
        int exponentField = (int) (bits >> FRACTION_BITS);
        long integer = exponentField == 0 ? fraction : fraction | HIDDEN_BIT;
        int exponent = Math.max(exponentField, 1) - EXPONENT_BIAS;
        int belowQuarters = fraction == 0 && exponentField > 1 ? 1 : 2;
        return ShortestDecimal.of(value, integer, exponent, belowQuarters, DIGITS);
    }
}
