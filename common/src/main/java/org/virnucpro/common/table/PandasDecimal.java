package org.virnucpro.common.table;

/**
 * Reads a decimal with the rounding of {@code pandas.read_csv} (1.2 and later, without {@code float_precision}): it takes
 * the first seventeen digits, leading zeros included, and scales them by one power of ten in double arithmetic, so that the
 * result can be off by a unit in the last place. Broad's consensus has passed through it. Thread-safe.
 *
 * @see <a href="https://github.com/pandas-dev/pandas/blob/v1.5.3/pandas/_libs/src/parser/tokenizer.c">precise_xstrtod</a>
 */
final class PandasDecimal {
    private static final int MOST_DIGITS = 17;
    private static final int LARGEST_POWER = 308;
    private static final int MOST_EXPONENT_DIGITS = 6;

    private final String text;
    private int position;
    private double number;
    private int digits;
    private int exponent;

    private PandasDecimal(String text) {
        this.text = text;
    }

    /** @throws NumberFormatException when {@code text} is no decimal number */
    static double parse(String text) {
        return new PandasDecimal(text).parse();
    }

    private double parse() {
        boolean negative = sign();
        while (digit() >= 0) {
            if (!take()) {
                exponent++;
            }
            position++;
        }
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            while (digit() >= 0) {
                if (take()) {
                    exponent--;
                }
                position++;
            }
        }
        if (digits == 0) {
            throw new NumberFormatException(text);
        }
        if (position < text.length() && Character.toUpperCase(text.charAt(position)) == 'E') {
            position++;
            exponent += exponent();
        }
        if (position < text.length()) {
            throw new NumberFormatException(text);
        }
        return negative ? -scaled() : scaled();
    }

    private boolean sign() {
        char first = position < text.length() ? text.charAt(position) : ' ';
        if (first == '-' || first == '+') {
            position++;
        }
        return first == '-';
    }

    /** The digit at the position; -1 when there is none. */
    private int digit() {
        char character = position < text.length() ? text.charAt(position) : ' ';
        return character >= '0' && character <= '9' ? character - '0' : -1;
    }

    private boolean take() {
        if (digits == MOST_DIGITS) {
            return false;
        }
        number = number * 10 + digit();
        digits++;
        return true;
    }

    private int exponent() {
        boolean negative = sign();
        int value = 0;
        int start = position;
        while (digit() >= 0 && position - start < MOST_EXPONENT_DIGITS) {
            value = value * 10 + digit();
            position++;
        }
        if (position == start) {
            throw new NumberFormatException(text);
        }
        return negative ? -value : value;
    }

    private double scaled() {
        if (exponent > LARGEST_POWER) {
            return Double.POSITIVE_INFINITY;
        }
        if (exponent > 0) {
            return number * power(exponent);
        }
        if (exponent >= -LARGEST_POWER) {
            return number / power(-exponent);
        }
        return exponent < -2 * LARGEST_POWER ? 0 : number / power(-LARGEST_POWER - exponent) / power(LARGEST_POWER);
    }

    private static double power(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }
}
