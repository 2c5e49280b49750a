package org.virnucpro.worker.model;

/**
 * The softmax of a row, with an exponential of its own: {@link Math#exp} may differ between JVMs and {@link StrictMath} is
 * slow.
 *
 * <p>exp(x) = 2^k exp(r), |r| <= ln(2)/2, with exp(r) = 1 + r + r^2 q(r); q is a minimax polynomial of degree 4 fitted for
 * this project (relative error 3e-9 before rounding, 1e-7 in float32).
 */
final class Softmax {
    private static final float LOWEST = -87f; // below it exp(x) would not be a normal number
    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0x1.63p-1f; // 0.693359375: 9 bits, so that k * LN2_HIGH is exact
    private static final float LN2_LOW = -2.1219444e-4f;
    private static final float ROUND = 0x1.8p23f; // x + ROUND - ROUND is x rounded to an integer
    private static final float Q0 = 0.49999994f;
    private static final float Q1 = 0.16666521f;
    private static final float Q2 = 0.04166839f;
    private static final float Q3 = 0.008368745f;
    private static final float Q4 = 0.0013814539f;

    private Softmax() {}

    /** Replaces {@code row[0, length)} by its softmax. */
    static void apply(float[] row, int length) {
        float max = max(row, length);
        for (int i = 0; i < length; i++) {
            row[i] = exp(row[i] - max);
        }
        float scale = 1f / sum(row, length);
        for (int i = 0; i < length; i++) {
            row[i] *= scale;
        }
    }

    /** e^x for x <= 0; 1.6e-38 below -87. */
    static float exp(float x) {
        float bounded = x < LOWEST ? LOWEST : x;
        float shifted = bounded * LOG2_E + ROUND;
        float k = shifted - ROUND;
        float r = (bounded - k * LN2_HIGH) - k * LN2_LOW;
        float q = (((Q4 * r + Q3) * r + Q2) * r + Q1) * r + Q0;
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) + 127) << 23);
        return ((q * r) * r + r + 1f) * scale;
    }

    /** Four running maxima, because one would wait for itself. */
    private static float max(float[] row, int length) {
        float a = row[0];
        float b = a;
        float c = a;
        float d = a;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a = a > row[i] ? a : row[i];
            b = b > row[i + 1] ? b : row[i + 1];
            c = c > row[i + 2] ? c : row[i + 2];
            d = d > row[i + 3] ? d : row[i + 3];
        }
        for (; i < length; i++) {
            a = a > row[i] ? a : row[i];
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    private static float sum(float[] row, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a += row[i];
            b += row[i + 1];
            c += row[i + 2];
            d += row[i + 3];
        }
        for (; i < length; i++) {
            a += row[i];
        }
        return (a + b) + (c + d);
    }
}
