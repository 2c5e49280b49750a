package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

class WorkerChoiceTest {

    private static final WorkerRecord A0 = worker("a-0", "a");
    private static final WorkerRecord A1 = worker("a-1", "a");
    private static final WorkerRecord B0 = worker("b-0", "b");

    private final WorkerChoice choice = new WorkerChoice(List.of(A0, A1, B0));

    @Test
    void workers_are_chosen_by_name_and_each_once() {
        assertThat(choice.of(List.of("a-1", "b-0", "a-1"), List.of())).containsExactly(A1, B0);
        assertThat(choice.of(List.of("a-1"), List.of("a"))).containsExactly(A1, A0);
    }

    @Test
    void a_host_with_one_worker_names_it() {
        assertThat(choice.of(List.of("b"), List.of())).containsExactly(B0);
        assertThatThrownBy(() -> choice.of(List.of("a"), List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("2 workers")
                .hasMessageContaining("--host a")
                .hasMessageContaining("a-0, a-1");
    }

    @Test
    void an_unknown_name_is_refused_with_the_names_that_exist() {
        assertThatThrownBy(() -> choice.of(List.of("c-0"), List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("'c-0'")
                .hasMessageContaining("a-0, a-1, b-0");
        assertThatThrownBy(() -> choice.of(List.of(), List.of("c")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("a, b");
        assertThatThrownBy(() -> new WorkerChoice(List.of()).of(List.of("c-0"), List.of()))
                .hasMessageContaining("none at all");
    }

    private static WorkerRecord worker(String name, String host) {
        return new WorkerRecord(
                new WorkerId(name), new Incarnation("i"), host, "cpu", "cpu", 1, Map.of(), false, Instant.EPOCH);
    }
}
