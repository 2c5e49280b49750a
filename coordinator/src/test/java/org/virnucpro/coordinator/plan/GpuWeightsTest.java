package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class GpuWeightsTest {

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GeForce RTX 3080,0.90",
        "GeForce RTX 3090,1.00",
        "NVIDIA GeForce RTX 4080,1.35",
        "NVIDIA GeForce RTX 4090,1.50",
        "NVIDIA RTX A6000,1.10",
        "A100-PCIE-40GB,1.20",
        "NVIDIA A100 80GB PCIe,1.20",
        "NVIDIA H100 PCIe,2.50",
        "Tesla V100-PCIE-16GB,0.75",
        "Tesla V100-SXM2-32GB,0.80",
        "NVIDIA A100-SXM4-80GB,1.20",
        "NVIDIA H100 80GB HBM3,3.27",
        "NVIDIA H200,3.27",
        "NVIDIA B200,7.44",
        "NVIDIA GeForce RTX 5090,1.90",
        "NVIDIA L40S,1.65",
        "NVIDIA L4,0.55",
        "NVIDIA A10,0.88",
    })
    void cards_are_known_by_the_name_that_nvml_reports(String name, double weight) {
        assertThat(new GpuWeights(Map.of()).of(name)).isCloseTo(weight, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA GeForce RTX 4090 Laptop GPU",
                "NVIDIA L40",
                "NVIDIA A10G",
                "NVIDIA H100 80GB HBM3 MIG 1g.10gb",
                "NVIDIA A100-SXM4-40GB MIG 1g.5gb",
                "Radeon",
            })
    void a_card_that_only_looks_similar_is_not_known(String name) {
        assertThat(new GpuWeights(Map.of()).of(name)).isEqualTo(1);
    }

    @Test
    void an_override_comes_before_the_table_with_or_without_the_brand() {
        GpuWeights weights = GpuWeights.withOverrides(List.of("nvidia geforce rtx 4090=2.5", "My (new) card=0.4"));
        assertThat(weights.of("NVIDIA GeForce RTX 4090")).isEqualTo(2.5);
        assertThat(weights.of("GeForce RTX 4090")).isEqualTo(2.5);
        assertThat(weights.of("My (new) card")).isEqualTo(0.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "L4", "=2", "L4=", "L4=fast", "L4=0", "L4=-1", "L4=NaN", "L4=Infinity"})
    void what_is_not_a_name_and_a_positive_number_is_refused(String assignment) {
        assertThatThrownBy(() -> GpuWeights.withOverrides(List.of(assignment)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_card_is_warned_of_once() {
        Logger logger = (Logger) LoggerFactory.getLogger(GpuWeights.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            GpuWeights weights = new GpuWeights(Map.of());
            weights.of("Voodoo 2");
            weights.of("Voodoo 2");
            weights.of("NVIDIA L4");
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage()).contains("Voodoo 2", "--gpu-weight"));
        } finally {
            logger.detachAppender(lines);
        }
    }
}
