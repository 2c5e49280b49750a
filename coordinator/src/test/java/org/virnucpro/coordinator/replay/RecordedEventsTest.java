package org.virnucpro.coordinator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.replay.RecordedRun.Done;
import org.virnucpro.coordinator.replay.RecordedRun.Queued;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Simulation;

final class RecordedEventsTest {

    private static final String PLAN = """
            {"time":"2026-11-23T18:00:00Z","type":"plan","task":null,"source":null,"destination":null,"run":"r","tasks":2,\
            "stealing":{"enabled":true,"policy":"threshold","interval_seconds":0.5,"margin_seconds":0.1,\
            "margin_share":0.05,"threshold":[4,3,2],"victims":"random"}}""";
    private static final String TASK_0 = task(0, "a");
    private static final String TASK_1 = task(1, "b");
    private static final String JOIN = line("join", "null", "a", "", "");
    private static final String DONE_0 = line("done", "0", "a", "", ",\"elapsed_seconds\":2.5");
    private static final String DONE_1 = line("done", "1", "a", "", ",\"elapsed_seconds\":1");
    private static final String POLL = line("poll", "null", "", "", ",\"workers\":{\"a\":{\"weight\":1.5}}");

    @TempDir
    Path folder;

    @Test
    void a_recording_gives_its_plan_its_settings_and_what_happened() throws Exception {
        RecordedRun run = read(PLAN, TASK_1, TASK_0, JOIN, line("steal", "1", "b", "a", ""), DONE_0, DONE_1, POLL);
        WorkerId a = new WorkerId("a");
        assertThat(run.queued()).containsExactly(new Queued(1, new WorkerId("b"), 3_000), new Queued(0, a, 3_000));
        assertThat(run.done())
                .extracting(Done::task, Done::worker, Done::elapsedMillis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, a, 2_500L),
                        org.assertj.core.groups.Tuple.tuple(1, a, 1_000L));
        assertThat(run.weights()).isEqualTo(Map.of(a, 1.5));
        assertThat(run.steals()).isEqualTo(1);
        StealSettings stealing = run.stealing();
        assertThat(stealing.rule()).isEqualTo(StealSettings.Rule.THRESHOLD);
        assertThat(stealing.victims()).isEqualTo(StealSettings.Victims.RANDOM);
        assertThat(stealing.threshold().difference()).isEqualTo(2);
        assertThat(stealing.interval()).hasMillis(500);
        assertThat(stealing.margin().share()).isEqualTo(0.05);
    }

    @Test
    void lines_of_a_type_that_comes_later_are_passed_over() throws Exception {
        assertThat(read(PLAN, TASK_0, TASK_1, line("tomorrow", "null", "", "", ""), DONE_0, DONE_1)
                        .done())
                .hasSize(2);
    }

    @Test
    void a_dead_task_ends_too() throws Exception {
        RecordedRun run = read(PLAN, TASK_0, TASK_1, JOIN, DONE_0, line("dead", "1", "a", "", ""));
        assertThat(run.dead()).isEqualTo(1);
        assertThat(Replay.of(run, StealSettings.OFF, 1).result().executions()).hasSize(1);
    }

    @Test
    void a_coordinator_that_takes_over_writes_the_file_anew_and_it_tells_the_same() throws Exception {
        Scenario scenario = Scenario.planned(
                List.of(SimulatedWorker.steady("a", 1, 1), SimulatedWorker.steady("b", 2, 2)),
                Recordings.tasks(5_000, 4_000, 3_000, 2_000),
                0,
                StealSettings.ON,
                Scenario.Delays.DEFAULT,
                1);
        Path file = Recordings.write(folder.resolve("events.jsonl"), scenario, Simulation.run(scenario));
        RecordedRun first = RecordedEvents.read(file);
        Files.writeString(file, "{\"half a li", java.nio.file.StandardOpenOption.APPEND);
        assertThat(RecordedEvents.read(Recordings.write(file, scenario, Simulation.run(scenario))))
                .isEqualTo(first);
    }

    @Test
    void two_plans_in_one_file_are_refused() {
        assertDamage("line 4: a second plan line", PLAN, TASK_0, TASK_1, PLAN);
    }

    @Test
    void a_file_without_a_plan_is_refused_with_the_reason() {
        assertDamage("line 1: a line of type 'join' before the plan line", JOIN, DONE_0);
        assertDamage("no plan line");
    }

    @Test
    void an_interrupted_run_is_refused_with_the_number_of_open_tasks() {
        assertDamage("1 of 2 tasks are neither done nor dead", PLAN, TASK_0, TASK_1, DONE_0);
        assertDamage("the plan has 2 tasks, and 1 have a line of their own", PLAN, TASK_0);
    }

    @Test
    void a_last_line_without_end_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("cut.jsonl"), PLAN + "\n" + TASK_0.substring(0, 20));
        assertThatThrownBy(() -> RecordedEvents.read(file))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("cut.jsonl, line 2 has no end")
                .hasMessageContaining("interrupted");
    }

    @Test
    void tasks_that_the_plan_does_not_have_or_that_end_twice_are_refused() {
        assertDamage("line 4: task 7 is not in the plan", PLAN, TASK_0, TASK_1, line("steal", "7", "b", "a", ""));
        assertDamage("line 5: task 0 ends a second time", PLAN, TASK_0, TASK_1, DONE_0, DONE_0);
        assertDamage("line 3: a second task line of task 0", PLAN, TASK_0, TASK_0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                         | line 2: Unexpected",
                "[]                                        | line 2: not a JSON object",
                "{} {}                                     | line 2: ",
                "{\"type\":\"task\"}                       | line 2: time is missing",
                "{\"type\":\"task\",\"time\":\"yesterday\"}   | line 2: time 'yesterday'",
                "{\"time\":\"2026-11-23T18:00:00Z\"}         | line 2: type is missing",
            })
    void a_damaged_line_is_named_with_its_number(String line, String message) {
        assertDamage(message, PLAN, line);
    }

    @Test
    void fields_out_of_range_are_named() {
        assertDamage("cost_seconds is not a number of seconds: -1", PLAN, TASK_0.replace("3.0", "-1"));
        assertDamage("cost_seconds is not a number of seconds: 1", PLAN, TASK_0.replace("3.0", "1e300"));
        assertDamage("task is not a number from 0: -4", PLAN, TASK_0.replace("\"task\":0", "\"task\":-4"));
        assertDamage("not a worker id", PLAN, TASK_0.replace("\"a\"", "\"a b\""));
        assertDamage("stealing.interval_seconds", PLAN.replace("0.5", "\"soon\""));
        assertDamage("stealing.enabled", PLAN.replace("\"enabled\":true,", ""));
        assertDamage("margin", PLAN.replace("0.05", "5"));
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> RecordedEvents.read(folder.resolve("none.jsonl")))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("none.jsonl");
    }

    private RecordedRun read(String... lines) throws IOException, RecordingException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, List.of(lines));
        return RecordedEvents.read(file);
    }

    private void assertDamage(String message, String... lines) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("events.jsonl")
                .hasMessageContaining(message);
    }

    private static String task(int task, String home) {
        return line("task", Integer.toString(task), "", home, ",\"cost_seconds\":3.0");
    }

    private static String line(String type, String task, String source, String destination, String more) {
        return "{\"time\":\"2026-11-23T18:00:05Z\",\"type\":\"" + type + "\",\"task\":" + task + ",\"source\":"
                + quoted(source) + ",\"destination\":" + quoted(destination) + more + "}";
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "null" : "\"" + text + "\"";
    }
}
