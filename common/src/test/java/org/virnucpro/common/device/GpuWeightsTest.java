package org.virnucpro.common.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GpuWeightsTest {

    private final GpuWeights table = GpuWeights.standard();

    @ParameterizedTest
    @CsvSource({
        "GeForce RTX 3080, 0.90",
        "GeForce RTX 3090, 1.00",
        "GeForce RTX 4080, 1.35",
        "GeForce RTX 4090, 1.50",
        "RTX A6000, 1.10",
        "A100 (PCIE-40GB), 1.20",
        "H100 PCIe, 2.50",
        "Tesla V100-PCIE-16GB, 0.75",
        "Tesla V100-SXM2-32GB, 0.80",
    })
    void the_table_of_the_planning_document_is_there_to_the_letter(String card, double weight) {
        assertThat(table.of(card)).contains(weight);
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GeForce RTX 3090, 1.00",
        "NVIDIA GeForce RTX 5090, 1.90",
        "NVIDIA A100-PCIE-40GB, 1.20",
        "NVIDIA A100 80GB PCIe, 1.20",
        "NVIDIA A100-SXM4-40GB, 1.20",
        "NVIDIA A100-SXM4-80GB, 1.20",
        "NVIDIA H100 PCIe, 2.50",
        "NVIDIA H100 80GB HBM3, 3.27",
        "NVIDIA H200, 3.27",
        "NVIDIA B200, 7.44",
        "NVIDIA L4, 0.47",
        "NVIDIA L40S, 1.39",
        "NVIDIA A10, 0.48",
        "NVIDIA RTX A6000, 1.10",
    })
    void cards_are_known_by_the_names_that_their_driver_says(String device, double weight) {
        assertThat(table.of(device)).contains(weight);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA GeForce RTX 3080 Ti",
                "NVIDIA GeForce RTX 3080 Laptop GPU",
                "NVIDIA GeForce RTX 4090 D",
                "NVIDIA GeForce RTX 4090 Laptop GPU",
                "NVIDIA L40",
                "NVIDIA A10G",
                "NVIDIA H100 NVL",
                "NVIDIA H200 NVL",
                "NVIDIA GH200 480GB",
                "NVIDIA A100-SXM4-80GB MIG 1g.10gb",
                "NVIDIA",
                "",
            })
    void another_card_with_a_similar_name_is_unknown(String device) {
        assertThat(table.of(device)).isEmpty();
    }

    @Test
    void a_given_weight_wins_over_the_table_and_the_last_one_over_earlier_ones() {
        GpuWeights mine =
                table.with("H100", 2).with("NVIDIA GeForce RTX 3080 Ti", 0.95).with("h100", 3);
        assertThat(mine.of("NVIDIA H100 80GB HBM3")).contains(3.0);
        assertThat(mine.of("NVIDIA H100 PCIe")).contains(3.0);
        assertThat(mine.of("NVIDIA GeForce RTX 3080 Ti")).contains(0.95);
        assertThat(mine.of("NVIDIA GeForce RTX 3080")).contains(0.90);
        assertThat(table.of("NVIDIA H100 PCIe")).contains(2.50);
    }

    @Test
    void of_given_entries_the_more_exact_one_wins_whatever_the_order() {
        GpuWeights mine = table.with("H100 PCIe", 2).with("H100", 3);
        assertThat(mine.of("NVIDIA H100 PCIe")).contains(2.0);
        assertThat(mine.of("NVIDIA H100 80GB HBM3")).contains(3.0);
    }

    @Test
    void a_weight_that_is_no_speed_is_refused() {
        for (double wrong : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThatThrownBy(() -> table.with("L4", wrong)).hasMessageContaining("above 0");
        }
        assertThatThrownBy(() -> table.with("NVIDIA", 1)).hasMessageContaining("names no graphics card");
    }

    /** The formula in the head of the file, recomputed: a weight is never just written down. */
    @Test
    void derived_weights_follow_from_the_published_rates_and_name_their_source() throws IOException {
        Map<String, String[]> rows = new HashMap<>();
        for (String line : lines()) {
            if (!line.startsWith("#") && !line.isEmpty()) {
                String[] columns = line.split("\t", -1);
                assertThat(columns).as(line).hasSize(5);
                assertThat(columns[4]).as(line).isNotBlank();
                rows.put(columns[0], columns);
            }
        }
        int derived = 0;
        for (String[] row : rows.values()) {
            if (!row[3].equals("-")) {
                String[] anchor = rows.get(row[3]);
                assertThat(anchor).as(row[0]).isNotNull();
                double exact =
                        Double.parseDouble(anchor[1]) * Double.parseDouble(row[2]) / Double.parseDouble(anchor[2]);
                assertThat(Double.parseDouble(row[1])).as(row[0]).isEqualTo(Math.round(exact * 100) / 100.0);
                derived++;
            }
        }
        assertThat(derived).isEqualTo(8);
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GpuWeights.class.getResourceAsStream("gpu-weights.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
