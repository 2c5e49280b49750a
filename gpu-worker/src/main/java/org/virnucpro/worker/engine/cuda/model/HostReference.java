package org.virnucpro.worker.engine.cuda.model;

import java.util.SplittableRandom;
import org.virnucpro.worker.model.LinearWeights;

/** The arithmetic of the kernels on the host in double, on numbers that are the same in every process. */
final class HostReference {
    private static final int PERIOD = 4099; // a prime, so that no two rows of a matrix are equal
    private static final int STEP = 131;
    private static final double NORM_EPSILON = 1e-5;

    private final ModelShape shape;
    private final float[] table = new float[PERIOD];

    HostReference(ModelShape shape) {
        this.shape = shape;
        SplittableRandom random = new SplittableRandom(20_261_124);
        for (int i = 0; i < PERIOD; i++) {
            // Exact in each precision, so that operands need no rounding here.
            table[i] = (float) (random.nextInt(-64, 65) / 64.0);
        }
    }

    /** Numbers between -1 and 1, [rows, columns]. */
    float[] numbers(int seed, int rows, int columns) {
        float[] numbers = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                numbers[row * columns + column] = number(seed, row, column);
            }
        }
        return numbers;
    }

    private float number(int seed, int row, int column) {
        return table[(seed * 977 + row * STEP + column) % PERIOD];
    }

    /** A place below {@code bound}, spread over all of them. */
    int pick(int sample, int bound) {
        return (int) (sample * 2_654_435_761L % 1_000_003 % bound);
    }

    static float scale(int token) {
        return 1 + token % 3;
    }

    double mean(int first, int count, int column, int vocabulary) {
        double sum = 0;
        for (int token = first; token < first + count; token++) {
            sum += number(0, token % vocabulary, column) * scale(token);
        }
        return sum / count;
    }

    double normalised(float[] states, int row, int column) {
        double mean = 0;
        for (int i = 0; i < shape.width(); i++) {
            mean += states[row * shape.width() + i];
        }
        mean /= shape.width();
        double variance = 0;
        for (int i = 0; i < shape.width(); i++) {
            double distance = states[row * shape.width() + i] - mean;
            variance += distance * distance;
        }
        double scale = 1 / Math.sqrt(variance / shape.width() + NORM_EPSILON);
        return (states[row * shape.width() + column] - mean) * scale * number(2, 0, column) + number(3, 0, column);
    }

    /** Weights [columns, inner] and a bias, small enough that sums stay near 1. */
    LinearWeights weights(int columns, int inner) {
        float[] weights = new float[Math.multiplyExact(columns, inner)];
        for (int column = 0; column < columns; column++) {
            for (int k = 0; k < inner; k++) {
                weights[column * inner + k] = weight(column, k, inner);
            }
        }
        return new LinearWeights(weights, numbers(8, 1, columns), inner);
    }

    private float weight(int column, int k, int inner) {
        return number(7, column, k) * power(inner);
    }

    /** A power of two near 1 / sqrt(inner). */
    private static float power(int inner) {
        return Math.scalb(1f, -Math.getExponent((float) inner) / 2);
    }

    double product(int row, int column, int inner) {
        double sum = number(8, 0, column);
        for (int k = 0; k < inner; k++) {
            sum += (double) number(4, row, k) * weight(column, k, inner);
        }
        return sum;
    }

    double activated(float[] values, int row, int column) {
        double first = gelu(values[row * shape.wide() + column]);
        return shape.gated() == 0 ? first : first * values[row * shape.wide() + shape.gated() + column];
    }

    /** 0.5 x (1 + erf(x / sqrt 2)), erf by its power series, which converges fast for |x| up to 1. */
    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        double term = z;
        double sum = z;
        for (int n = 1; n < 30; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return 0.5 * x * (1 + sum * 2 / Math.sqrt(Math.PI));
    }

    /** One number of the context: token's attention over its sequence, in the head of that column. */
    double attended(float[] projected, Positions positions, int first, int count, int token, int column) {
        int head = column / shape.headWidth();
        double[] scores = new double[count];
        double top = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < count; key++) {
            scores[key] = score(projected, positions, token, first + key, head);
            top = Math.max(top, scores[key]);
        }
        double total = 0;
        double sum = 0;
        for (int key = 0; key < count; key++) {
            double weight = Math.exp(scores[key] - top);
            total += weight;
            sum += weight * projected[(first + key) * 3 * shape.width() + 2 * shape.width() + column];
        }
        return sum / total;
    }

    private double score(float[] projected, Positions positions, int query, int key, int head) {
        int half = shape.headWidth() / 2;
        int q = query * 3 * shape.width() + head * shape.headWidth();
        int k = key * 3 * shape.width() + shape.width() + head * shape.headWidth();
        double sum = 0;
        for (int j = 0; j < half; j++) {
            double angle =
                    positions instanceof Positions.Rotary rotary ? (key - query) * (double) rotary.frequencies()[j] : 0;
            double cosine = Math.cos(angle);
            double sine = Math.sin(angle);
            // Turning both by their positions equals turning the key by the distance.
            sum += projected[q + j] * (projected[k + j] * cosine - projected[k + half + j] * sine)
                    + projected[q + half + j] * (projected[k + half + j] * cosine + projected[k + j] * sine);
        }
        double scaled = sum / Math.sqrt(shape.headWidth());
        return positions instanceof Positions.Alibi alibi
                ? scaled - alibi.slopes()[head] * Math.abs(query - key)
                : scaled;
    }
}
