package org.virnucpro.common.table;

import java.math.BigInteger;

/**
 * The text of a float32 as Python prints {@code str(numpy.float32(x))}: the shortest decimal that reads back as the same
 * float32, of those the closest; fixed notation from 1e-4 to below 1e16, else scientific with at least two exponent
 * digits. {@link Float#toString(float)} is not that: before JDK 19 it is not the shortest, and it always has two digits.
 *
 * <p>Exact arithmetic on the interval of decimals that round to the float, as in G. L. Steele and J. L. White, "How to
 * print floating-point numbers accurately", PLDI 1990. Thread-safe.
 */
public final class Float32Text {
    private static final int FRACTION_BITS = 23;
    private static final int HIDDEN_BIT = 1 << FRACTION_BITS;
    /** A float is (integer below 2^24) * 2^(exponent field - this). */
    private static final int EXPONENT_BIAS = 150;
    /** Nine significant digits tell any two floats apart; one more absorbs an error of the estimated exponent. */
    private static final int DIGITS = 10;

    private static final double FIXED_FROM = 1e-4;
    private static final double FIXED_BELOW = 1e16;

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
        // Bounds of the interval in quarters of the last binary place; a power of two is closer to its lower neighbour.
        int belowQuarters = fraction == 0 && exponentField > 1 ? 1 : 2;
        int decimalExponent = (int) Math.floor(Math.log10(value)) - (DIGITS - 1);
        Scale scale = Scale.of(exponent - 2, decimalExponent);

        boolean even = (integer & 1) == 0;
        long low = scale.ceiling(4L * integer - belowQuarters, even);
        long high = scale.floor(4L * integer + 2, even);
        long middle = scale.floor(4L * integer, true);
        boolean exact = scale.isWhole(4L * integer);

        long step = 1;
        int dropped = 0;
        while (high / (step * 10) * (step * 10) >= low) {
            step *= 10;
            dropped++;
        }
        return text(closest(low, high, middle, exact, step) / step, decimalExponent + dropped, value);
    }

    /** The multiple of {@code step} in [low, high] that is closest to the value; of two the one with an even digit. */
    private static long closest(long low, long high, long middle, boolean exact, long step) {
        long down = middle / step * step;
        long up = down + step;
        if (down < low) {
            return up;
        }
        if (up > high) {
            return down;
        }
        long twiceRest = 2 * (middle - down);
        boolean tie = twiceRest == step && exact;
        boolean nearerDown = twiceRest < step || (tie && down / step % 2 == 0);
        return nearerDown ? down : up;
    }

    /** The text of {@code digits * 10^exponent}; {@code value} decides the notation. */
    private static String text(long digits, int exponent, float value) {
        String text = Long.toString(digits);
        int pointPosition = text.length() + exponent;
        return value >= FIXED_FROM && value < FIXED_BELOW
                ? fixed(text, pointPosition)
                : scientific(text, pointPosition - 1);
    }

    private static String fixed(String digits, int pointPosition) {
        if (pointPosition <= 0) {
            return "0." + "0".repeat(-pointPosition) + digits;
        }
        if (pointPosition >= digits.length()) {
            return digits + "0".repeat(pointPosition - digits.length()) + ".0";
        }
        return digits.substring(0, pointPosition) + "." + digits.substring(pointPosition);
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }

    /** Turns {@code n * 2^binaryExponent} into units of {@code 10^decimalExponent}, exactly: n * multiplier / divisor. */
    private record Scale(BigInteger multiplier, BigInteger divisor) {

        static Scale of(int binaryExponent, int decimalExponent) {
            BigInteger multiplier = BigInteger.ONE;
            BigInteger divisor = BigInteger.ONE;
            if (decimalExponent < 0) {
                multiplier = BigInteger.TEN.pow(-decimalExponent);
            } else {
                divisor = BigInteger.TEN.pow(decimalExponent);
            }
            return binaryExponent < 0
                    ? new Scale(multiplier, divisor.shiftLeft(-binaryExponent))
                    : new Scale(multiplier.shiftLeft(binaryExponent), divisor);
        }

        boolean isWhole(long n) {
            return divide(n)[1].signum() == 0;
        }

        /** Largest unit at most n; below n when {@code inclusive} is false. */
        long floor(long n, boolean inclusive) {
            BigInteger[] parts = divide(n);
            return parts[0].longValueExact() - (parts[1].signum() == 0 && !inclusive ? 1 : 0);
        }

        /** Smallest unit at least n; above n when {@code inclusive} is false. */
        long ceiling(long n, boolean inclusive) {
            BigInteger[] parts = divide(n);
            return parts[0].longValueExact() + (parts[1].signum() == 0 && inclusive ? 0 : 1);
        }

        private BigInteger[] divide(long n) {
            return BigInteger.valueOf(n).multiply(multiplier).divideAndRemainder(divisor);
        }
    }
}
