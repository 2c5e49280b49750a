package org.virnucpro.worker.engine.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PrecisionTest {

    @ParameterizedTest
    @EnumSource(names = {"FP16", "BF16"})
    void every_number_of_the_type_stays_what_it_is(Precision precision) {
        ByteBuffer pattern = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = precision.decode(pattern.putShort(0, (short) bits), 0);
            if (!Float.isNaN(value)) {
                ByteBuffer again = encoded(precision, value);
                assertThat(again.getShort(0)).as("%x", bits).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP16", "BF16"})
    void numbers_between_go_to_the_nearest_and_ties_to_the_even_one(Precision precision) {
        ByteBuffer pattern = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 0x7bff; bits++) {
            float below = precision.decode(pattern.putShort(0, (short) bits), 0);
            float above = precision.decode(pattern.putShort(0, (short) (bits + 1)), 0);
            if (Float.isInfinite(above)) {
                break;
            }
            float middle = (float) (((double) below + above) / 2);
            float even = (bits & 1) == 0 ? below : above;
            assertThat(precision.round(middle)).as("%x", bits).isEqualTo(even);
            assertThat(precision.round(Math.nextDown(middle))).as("%x", bits).isEqualTo(below);
            assertThat(precision.round(Math.nextUp(middle))).as("%x", bits).isEqualTo(above);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FP16, 65519.996, 65504",
        "FP16, 65520, Infinity",
        "FP16, -1e30, -Infinity",
        "FP16, NaN, NaN",
        "FP16, 2.9e-8, 0",
        "FP16, -2.9e-8, -0.0",
        "FP16, 3e-8, 5.9604645e-8",
        "BF16, 3.4e38, Infinity",
        "BF16, 3.38e38, 0x1.fcp127",
        "BF16, NaN, NaN",
        "FP32, 0.1, 0.1"
    })
    void the_ends_of_the_range_are_right(Precision precision, float value, float expected) {
        assertThat(Float.compare(precision.round(value), expected)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_encoded_decodes_to_the_rounded_number(Precision precision) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) * (1 << random.nextInt(16));
        }
        ByteBuffer bytes = encoded(precision, values);
        for (int i = 0; i < values.length; i++) {
            assertThat(precision.decode(bytes, i * precision.bytes())).isEqualTo(precision.round(values[i]));
        }
    }

    @Test
    void labels_are_those_of_the_command_line() {
        assertThat(Precision.FP16.label()).isEqualTo("fp16");
    }

    private static ByteBuffer encoded(Precision precision, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        precision.encode(values, 0, values.length, bytes);
        return bytes;
    }
}
