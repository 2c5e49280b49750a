package org.virnucpro.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

final class LiveRunTest {

    @Test
    void a_run_that_is_not_planned_says_what_it_waits_for() {
        assertThat(why(RunState.PLANNING, worker("cpu", false)))
                .isEqualTo("the run is not planned yet (waiting for a worker)");
    }

    @Test
    void a_draining_worker_takes_nothing_new() {
        assertThat(why(RunState.OPEN, worker("cpu", true))).isEqualTo("it drains: it takes nothing new");
    }

    @Test
    void a_worker_with_another_engine_does_not_fit() {
        assertThat(why(RunState.OPEN, worker("synthetic", false)))
                .contains("the run needs engine cpu", "it has engine synthetic");
    }

    @Test
    void a_paused_run_takes_nobody_in() {
        assertThat(why(RunState.PAUSED, worker("cpu", false))).isEqualTo("the run is paused");
    }

    @Test
    void a_worker_that_fits_is_busy_elsewhere_or_coming() {
        assertThat(why(RunState.OPEN, worker("cpu", false))).startsWith("it has not joined yet");
    }

    private static String why(RunState state, WorkerRecord worker) {
        RunId run = new RunId("r");
        RunSpec spec = new RunSpec(run, List.of(), new DataPath("d", "o"), 500, "cpu", "digest", StealSettings.ON);
        return LiveRun.whyApart(
                new RunSummary(run, 1, Instant.EPOCH, state, "waiting for a worker"), Optional.of(spec), worker);
    }

    private static WorkerRecord worker(String engine, boolean draining) {
        return new WorkerRecord(
                new WorkerId("w"),
                new Incarnation("i"),
                "host",
                "device",
                engine,
                1,
                Map.of("500", "digest"),
                draining,
                Instant.EPOCH);
    }
}
