package org.virnucpro.common.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkerWeightTest {

    @Test
    void a_card_weighs_what_the_table_says_and_the_log_can_say_why() {
        WorkerWeight weight = choose(null, true, "cuda", "NVIDIA H100 PCIe");
        assertThat(weight.value()).isEqualTo(2.5);
        assertThat(weight.reason()).contains("table", "NVIDIA H100 PCIe");
        assertThat(weight.warning()).isEmpty();
    }

    @Test
    void what_the_operator_says_of_a_worker_wins() {
        assertThat(choose(0.7, true, "cuda", "NVIDIA H100 PCIe").value()).isEqualTo(0.7);
        assertThat(choose(0.7, false, "cuda", "NVIDIA H100 PCIe").value()).isEqualTo(0.7);
    }

    @Test
    void an_unknown_card_weighs_1_with_a_warning_that_says_how_to_set_it() {
        WorkerWeight weight = choose(null, true, "cuda", "NVIDIA GeForce RTX 3080 Ti");
        assertThat(weight.value()).isEqualTo(1);
        assertThat(weight.warning())
                .hasValueSatisfying(text -> assertThat(text).contains("NVIDIA GeForce RTX 3080 Ti", "--gpu-weight"));
    }

    @Test
    void engines_without_a_card_weigh_1_without_a_warning() {
        for (String engine : new String[] {"cpu", "synthetic"}) {
            WorkerWeight weight = choose(null, true, engine, "Intel Xeon");
            assertThat(weight.value()).isEqualTo(1);
            assertThat(weight.warning()).isEmpty();
        }
    }

    @Test
    void without_weighting_all_cards_weigh_1_without_a_warning() {
        assertThat(choose(null, false, "cuda", "NVIDIA H100 PCIe").value()).isEqualTo(1);
        assertThat(choose(null, false, "cuda", "Something new").warning()).isEmpty();
    }

    @Test
    void a_weight_that_is_no_speed_is_refused() {
        assertThatThrownBy(() -> choose(0.0, true, "cuda", "NVIDIA L4")).hasMessageContaining("--weight");
        assertThatThrownBy(() -> choose(Double.NaN, true, "cuda", "NVIDIA L4")).hasMessageContaining("--weight");
    }

    private static WorkerWeight choose(@Nullable Double given, boolean weighted, String engine, String device) {
        return WorkerWeight.choose(given, weighted, engine, device, GpuWeights.standard());
    }
}
