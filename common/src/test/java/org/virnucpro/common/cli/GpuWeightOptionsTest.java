package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class GpuWeightOptionsTest {

    @Test
    void weights_are_on_by_default_and_can_be_switched_off() {
        assertThat(parse().weighted()).isTrue();
        assertThat(parse("--gpu-weighted").weighted()).isTrue();
        assertThat(parse("--no-gpu-weighted").weighted()).isFalse();
    }

    @Test
    void cards_are_added_to_the_table_or_changed_in_it() {
        GpuWeightOptions options = parse("--gpu-weight", "RTX 3080 Ti=0.95", "--gpu-weight", "L4=0.6");
        assertThat(options.table().of("NVIDIA GeForce RTX 3080 Ti")).contains(0.95);
        assertThat(options.table().of("NVIDIA L4")).contains(0.6);
    }

    @Test
    void a_worker_that_is_started_with_the_arguments_has_the_same_weights() {
        GpuWeightOptions options = parse("--gpu-weight", "RTX 3080 Ti=0.95", "--no-gpu-weighted");
        assertThat(options.arguments()).isEqualTo(List.of("--gpu-weight", "RTX 3080 Ti=0.95", "--no-gpu-weighted"));
        assertThat(parse().arguments()).isEmpty();
    }

    @Test
    void a_malformed_weight_is_named_with_the_way_to_write_it() {
        for (String wrong : List.of("L4", "L4=fast", "L4=0", "L4=", "=2", "NVIDIA=2")) {
            assertThatThrownBy(() -> parse("--gpu-weight", wrong).arguments())
                    .as(wrong)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("--gpu-weight '" + wrong + "'")
                    .hasMessageContaining("RTX 3080 Ti=0.95");
        }
    }

    private static GpuWeightOptions parse(String... arguments) {
        GpuWeightOptions options = new GpuWeightOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("w", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
