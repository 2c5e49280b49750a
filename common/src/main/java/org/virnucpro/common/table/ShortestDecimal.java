package org.virnucpro.common.table;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as the same binary number, of those the closest, in the notation of Python: fixed
 * from 1e-4 to below 1e16 with at least one digit behind the point, else scientific with at least two exponent digits.
 *
 * <p>Exact arithmetic on the interval of decimals that round to the number, as in G. L. Steele and J. L. White, "How to
 * print floating-point numbers accurately", PLDI 1990. Thread-safe.
 */
final class ShortestDecimal {
    private static final double FIXED_FROM = 1e-4;
    private static final double FIXED_BELOW = 1e16;

    private ShortestDecimal() {}

    /**
     * The text of {@code integer * 2^exponent}.
     *
     * @param value the same number, above 0
     * @param belowQuarters distance to the lower bound of the interval, in quarters of the last binary place: 1 for a power
     *     of two, which is closer to its lower neighbour, else 2
     * @param digits so many tell any two numbers of the type apart, and one more, for an error of the estimated exponent
     */
    static String of(double value, long integer, int exponent, int belowQuarters, int digits) {
        int decimalExponent = (int) Math.floor(Math.log10(value)) - (digits - 1);
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
    private static String text(long digits, int exponent, double value) {
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
