package org.virnucpro.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.testkit.RepositoryFiles;

final class Float32TextTest {

    @Test
    void text_is_that_of_numpy() throws IOException {
        List<String> rows = Files.readAllLines(RepositoryFiles.golden("float32_format.tsv"));
        assertThat(rows).hasSize(2728);
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split("\t", -1);
            float value = Float.intBitsToFloat(Integer.parseUnsignedInt(cells[0], 16));
            assertThat(Float32Text.of(value)).as(cells[0]).isEqualTo(cells[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00000001, 1e-45",
        "00000007, 1e-44",
        "00800000, 1.1754944e-38",
        "007fffff, 1.1754942e-38",
        "80000001, -1e-45",
        "ff800000, -inf",
        "ffc00000, nan",
        "4c000004, 33554450.0",
        "4d7f6b7f, 267827180.0",
        "38d1b718, 0.000100000005"
    })
    void unusual_values_have_the_text_of_numpy(String bits, String text) {
        assertThat(Float32Text.of(Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16))))
                .isEqualTo(text);
    }

    /** Every power of two and its neighbours, where the interval is lopsided, and a seeded sample of all floats. */
    @Test
    void text_reads_back_and_no_shorter_or_closer_decimal_does() {
        Random random = new Random(11);
        for (int exponent = 0; exponent < 255; exponent++) {
            for (int step = -1; step <= 1; step++) {
                check((exponent << 23) + step);
            }
        }
        for (int i = 0; i < 20_000; i++) {
            check(random.nextInt() & Integer.MAX_VALUE);
        }
    }

    private static void check(int bits) {
        float value = Float.intBitsToFloat(bits);
        if (bits <= 0 || !Float.isFinite(value)) {
            return;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = null;
        for (int digits = 1; shortest == null; digits++) {
            BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean downReadsBack = down.floatValue() == value;
            boolean upReadsBack = up.floatValue() == value;
            if (downReadsBack && upReadsBack) {
                shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            } else if (downReadsBack || upReadsBack) {
                shortest = downReadsBack ? down : up;
            }
        }
        assertThat(new BigDecimal(Float32Text.of(value))).as("bits %08x", bits).isEqualByComparingTo(shortest);
    }
}
