package org.virnucpro.common.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DeviceTelemetryTest {

    @Test
    void what_is_not_measured_is_null_in_json_and_units_are_in_the_names() {
        assertThat(new DeviceTelemetry(
                                "GPU-1",
                                Optional.of("H200"),
                                OptionalDouble.of(0.5),
                                OptionalLong.of(7),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.of(350.5))
                        .describe()
                        .toString())
                .isEqualTo("{uuid=GPU-1, name=H200, utilization=0.5, memory_used_bytes=7, memory_total_bytes=null,"
                        + " temperature_celsius=null, power_watts=350.5}");
    }

    @Test
    void numbers_that_json_cannot_hold_or_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> measured(OptionalDouble.of(1.01), OptionalLong.empty(), OptionalDouble.empty()))
                .hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> measured(OptionalDouble.of(Double.NaN), OptionalLong.empty(), OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> measured(OptionalDouble.empty(), OptionalLong.of(-1), OptionalDouble.empty()))
                .hasMessageContaining("memoryUsedBytes");
        assertThatThrownBy(() -> measured(OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.of(Double.NaN)))
                .hasMessageContaining("powerWatts");
    }

    private static DeviceTelemetry measured(OptionalDouble utilization, OptionalLong used, OptionalDouble power) {
        return new DeviceTelemetry(
                "GPU-1", Optional.empty(), utilization, used, OptionalLong.empty(), OptionalDouble.empty(), power);
    }
}
