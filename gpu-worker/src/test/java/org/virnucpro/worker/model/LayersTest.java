package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The layers against their definitions in double. */
final class LayersTest {

    @Test
    void exponential_is_right_to_one_part_in_eight_million() {
        for (float x = 0; x > -87f; x -= 0.0037f) {
            double expected = Math.exp(x);
            assertThat((Softmax.exp(x) - expected) / expected).as("exp(%s)", x).isCloseTo(0, within(1.2e-7));
        }
        assertThat(Softmax.exp(0f)).isEqualTo(1f);
        assertThat(Softmax.exp(-1000f)).isBetween(0f, 2e-38f);
    }

    /** The tanh form is up to 5e-4 off. */
    @Test
    void gelu_is_the_erf_form() {
        for (double z = -12; z < 12; z += 0.0013) {
            double expected = z / 2 * (1 + erf((float) z / Math.sqrt(2)));
            assertThat(Gelu.gelu((float) z)).as("gelu(%s)", z).isCloseTo((float) expected, within(1.6e-6f));
        }
    }

    @Test
    void geglu_activates_the_first_half_and_multiplies_by_the_second() {
        float[] z = {1f, -2f, 10f, 100f};
        Gelu.gate(z, 2);

        assertThat(z[0]).isCloseTo(8.413447f, within(1e-5f));
        assertThat(z[1]).isCloseTo(-4.5500264f, within(1e-5f));
    }

    @Test
    void softmax_of_large_and_of_equal_scores() {
        for (int length = 1; length < 12; length++) {
            float[] row = new float[12];
            double sum = 0;
            for (int i = 0; i < length; i++) {
                row[i] = 1000f - 3f * ((i * 5) % length);
                sum += Math.exp(row[i] - 1000.0);
            }
            float[] scores = row.clone();
            Softmax.apply(row, length);
            for (int i = 0; i < length; i++) {
                assertThat(row[i]).isCloseTo((float) (Math.exp(scores[i] - 1000.0) / sum), within(2e-7f));
            }
            assertThat(row[length == 12 ? 0 : 11]).isZero();
        }
    }

    @Test
    void layer_norm_divides_by_the_biased_variance() {
        Random random = new Random(5);
        for (int width : new int[] {1, 2, 7, 64}) {
            float[] x = new float[width + 2];
            float[] weight = new float[width];
            float[] bias = new float[width];
            double mean = 0;
            for (int i = 0; i < width; i++) {
                x[i + 2] = random.nextFloat() * 4 + 10;
                weight[i] = random.nextFloat();
                bias[i] = random.nextFloat();
                mean += x[i + 2] / width;
            }
            double variance = 0;
            for (int i = 0; i < width; i++) {
                variance += (x[i + 2] - mean) * (x[i + 2] - mean) / width;
            }
            float[] y = new float[width + 1];
            new LayerNorm(new NormWeights(weight, bias), 1e-5).apply(x, 2, y, 1);
            for (int i = 0; i < width; i++) {
                double expected = (x[i + 2] - mean) / Math.sqrt(variance + 1e-5) * weight[i] + bias[i];
                assertThat(y[i + 1]).isCloseTo((float) expected, within(3e-6f));
            }
        }
    }

    @Test
    void rotary_turns_component_j_with_component_j_plus_half() {
        RotaryEmbedding rotary = new RotaryEmbedding(new float[] {1f, 0.01f});
        float[] row = {9, 1, 0, 0, 0, 0, 2, 0, 0};
        rotary.rotate(row, 1, 2, 300, 0.5f);

        assertThat(row[0]).isEqualTo(9f);
        assertThat(row[1]).isCloseTo((float) (0.5 * Math.cos(300)), within(1e-6f));
        assertThat(row[3]).isCloseTo((float) (0.5 * Math.sin(300)), within(1e-6f));
        assertThat(row[6]).isCloseTo((float) Math.cos(3), within(1e-6f));
        assertThat(row[8]).isCloseTo((float) Math.sin(3), within(1e-6f));
    }

    @Test
    void rotary_tables_grow_without_changing_what_they_held() {
        RotaryEmbedding grown = new RotaryEmbedding(RotaryEmbedding.standardFrequencies(8));
        RotaryEmbedding fresh = new RotaryEmbedding(RotaryEmbedding.standardFrequencies(8));
        float[] first = {1, 2, 3, 4, 5, 6, 7, 8};
        float[] second = first.clone();
        for (int position : new int[] {0, 255, 256, 5000, 511}) {
            grown.rotate(first, 0, 1, position, 1f);
        }
        for (int position : new int[] {0, 255, 256, 5000, 511}) {
            new RotaryEmbedding(RotaryEmbedding.standardFrequencies(8)).rotate(second, 0, 1, position, 1f);
        }
        fresh.rotate(first, 0, 1, 0, 1f);

        assertThat(first).containsExactly(second);
    }

    @Test
    void standard_frequencies_fall_from_one() {
        assertThat(RotaryEmbedding.standardFrequencies(4)).containsExactly(1f, 0.01f);
    }

    @Test
    void alibi_slopes_of_twelve_heads_are_those_of_eight_and_four_of_sixteen() {
        assertThat(AlibiBias.slopes(12))
                .containsExactly(
                        0.5f,
                        0.25f,
                        0.125f,
                        0.0625f,
                        0.03125f,
                        0.015625f,
                        0.0078125f,
                        0.00390625f,
                        0.70710677f,
                        0.35355338f,
                        0.17677669f,
                        0.088388346f);
        assertThat(AlibiBias.slopes(2)).containsExactly(0.0625f, 0.00390625f);
    }

    @Test
    void alibi_falls_with_distance_in_both_directions() {
        float[] scores = {1, 1, 1, 7};
        new AlibiBias(1).addTo(scores, 0, 1, 3);

        assertThat(scores).containsExactly(1 - 0.00390625f, 1, 1 - 0.00390625f, 7);
    }

    /** Taylor series for small, continued fraction for large arguments (Abramowitz and Stegun 7.1.5, 7.1.14). */
    private static double erf(double x) {
        double a = Math.abs(x);
        if (a > 3) {
            double fraction = a;
            for (int k = 60; k > 0; k--) {
                fraction = a + k / 2.0 / fraction;
            }
            return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / fraction);
        }
        double sum = 0;
        double term = x;
        for (int k = 0; k < 80; k++) {
            sum += term / (2 * k + 1);
            term *= -x * x / (k + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
