package org.virnucpro.coordinator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.steal.StealSettings;

/** Recordings in which a task was given up: smaller ones took its place, or it was tried again. */
class SplitRecordingTest {

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void what_took_the_place_of_a_task_is_replayed() throws Exception {
        plan();
        line("dead", 0, 1, "\"source\":\"w\",\"elapsed_seconds\":1");
        line("split", 0, 1, "\"source\":\"+\",\"reason\":\"1 2\"");
        task(1);
        task(2);
        line("done", 1, 2, "\"source\":\"w\",\"elapsed_seconds\":1");
        line("done", 2, 3, "\"source\":\"w\",\"elapsed_seconds\":1");
        Replay replay = Replay.of(read(), StealSettings.OFF, 1);
        assertThat(replay.result().executions())
                .extracting(execution -> execution.task().index())
                .containsExactly(1, 2);
    }

    @Test
    void a_task_that_was_tried_again_ends_once() throws Exception {
        plan();
        line("dead", 0, 1, "\"source\":\"w\",\"elapsed_seconds\":1");
        line("revive", 0, 1, "\"destination\":\"+\"");
        line("done", 0, 2, "\"source\":\"w\",\"elapsed_seconds\":1");
        assertThat(read().done()).hasSize(1);
    }

    @Test
    void a_recording_without_what_took_the_place_of_a_task_is_not_whole() throws Exception {
        plan();
        line("dead", 0, 1, "\"source\":\"w\",\"elapsed_seconds\":1");
        line("split", 0, 1, "\"source\":\"+\",\"reason\":\"1 2\"");
        task(1);
        line("done", 1, 2, "\"source\":\"w\",\"elapsed_seconds\":1");
        assertThatThrownBy(this::read)
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("the plan has 3 tasks");
    }

    private void plan() {
        String stealing = "{\"enabled\":false,\"policy\":\"adaptive\",\"interval_seconds\":3,\"margin_seconds\":2,"
                + "\"margin_share\":0.05,\"threshold\":[3,2,3],\"victims\":\"round_robin\"}";
        lines.add("{\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"plan\",\"task\":null,\"source\":null,"
                + "\"destination\":null,\"run\":\"r\",\"tasks\":1,\"stealing\":" + stealing + "}");
        task(0);
        lines.add("{\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"join\",\"source\":\"w\",\"reason\":\"i\"}");
    }

    private void task(int task) {
        line("task", task, 0, "\"destination\":\"w\",\"cost_seconds\":1");
    }

    private void line(String type, int task, int second, String more) {
        lines.add("{\"time\":\"2026-01-01T00:00:0" + second + "Z\",\"type\":\"" + type + "\",\"task\":" + task + ","
                + more + "}");
    }

    private RecordedRun read() throws Exception {
        return RecordedEvents.read(Files.write(folder.resolve("events.jsonl"), lines));
    }
}
