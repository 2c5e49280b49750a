package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.task.ShardLimit;
import picocli.CommandLine;

final class ShardOptionsTest {

    @Test
    void without_options_shards_are_as_fine_as_is_worth_it() {
        assertThat(limit()).isEqualTo(ShardLimit.DEFAULT);
    }

    @Test
    void seconds_and_share_are_taken_as_given() {
        assertThat(limit("--max-shard-seconds", "0.5", "--max-shard-share", "0%"))
                .isEqualTo(new ShardLimit(Duration.ofMillis(500), 0));
        assertThat(limit("--max-shard-share", "10")).isEqualTo(new ShardLimit(Duration.ofMillis(60), 0.1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-shard-seconds=0",
                "--max-shard-seconds=NaN",
                "--max-shard-share=-1%",
                "--max-shard-share=x"
            })
    void what_makes_no_sense_is_refused(String argument) {
        assertThatThrownBy(() -> limit(argument)).hasMessageContaining(argument.substring(0, argument.indexOf('=')));
    }

    private static ShardLimit limit(String... arguments) {
        return CommandLine.populateCommand(new ShardOptions(), arguments).limit();
    }
}
