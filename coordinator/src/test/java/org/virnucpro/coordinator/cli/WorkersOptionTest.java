package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Departure;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Drop;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Stay;
import picocli.CommandLine.TypeConversionException;

final class WorkersOptionTest {

    @Test
    void groups_are_numbered_through_and_declare_their_real_speed() {
        assertThat(read("1x2,1.5"))
                .containsExactly(
                        SimulatedWorker.steady("worker-0", 1, 1),
                        SimulatedWorker.steady("worker-1", 1, 1),
                        SimulatedWorker.steady("worker-2", 1.5, 1.5));
    }

    @Test
    void settings_hold_for_the_whole_group() {
        List<SimulatedWorker> workers = read("3x2:weight=0.5:join=60s:drop=0.15@5m");
        assertThat(workers).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.speed()).isEqualTo(3);
            assertThat(worker.weight()).isEqualTo(0.5);
            assertThat(worker.stays()).containsExactly(new Stay(60_000, Optional.empty()));
            assertThat(worker.drop()).contains(new Drop(300_000, 0.15));
        });
    }

    @Test
    void a_lost_worker_is_missed_after_its_lease_and_one_that_leaves_at_once() {
        assertThat(departure("1:lost=90s")).isEqualTo(new Departure(90_000, 120_000, false));
        assertThat(departure("1:lost=90s:lease=5s")).isEqualTo(new Departure(90_000, 95_000, false));
        assertThat(departure("1:leave=90s")).isEqualTo(new Departure(90_000, 90_000, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x4",
                "1x",
                "1x-1",
                "1x1000000",
                "0",
                "-1",
                "NaN",
                "Infinity",
                "1,",
                "1:",
                "1:weight",
                "1:weight=0",
                "1:join=soon",
                "1:drop=0.5",
                "1:drop=0@5m",
                "1:colour=red",
                "1:leave=1s:lost=2s",
                "1:join=9s:lost=8s"
            })
    void what_is_no_group_of_workers_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 1x4");
    }

    private static Departure departure(String text) {
        return read(text).get(0).stays().get(0).departure().orElseThrow();
    }

    private static List<SimulatedWorker> read(String text) {
        return new WorkersOption().convert(text);
    }
}
