package org.virnucpro.coordinator.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

final class RunTimelineTest {

    private final Lines lines = new Lines();

    @Test
    void a_block_begins_with_the_take_and_ends_with_the_completion() {
        lines.plan(2)
                .task(0, "gpu-0", 1)
                .task(1, "gpu-0", 0)
                .done(5, 0, "gpu-0", 2, 10)
                .done(9, 1, "gpu-0", 3, 10);
        JsonNode lane = lines.json().path("lanes").path(0);
        assertThat(numbers(lane.path("gap"))).containsExactly(3000, 1000);
        assertThat(numbers(lane.path("length"))).containsExactly(2000, 3000);
        assertThat(numbers(lane.path("task"))).containsExactly(0, 1);
        assertThat(numbers(lane.path("input"))).containsExactly(1, 0);
        assertThat(lane.path("way").asText()).isEqualTo("00");
        assertThat(lines.json().path("first").asLong()).isEqualTo(3000);
    }

    @Test
    void a_stolen_task_is_in_the_lane_of_the_thief_and_names_the_victim() {
        lines.plan(1).task(0, "gpu-0", 0).steal(1, 0, "gpu-0", "gpu-1").done(3, 0, "gpu-1", 2, 4);
        JsonNode json = lines.json();
        assertThat(json.path("lanes").path(0).path("task")).isEmpty();
        assertThat(json.path("lanes").path(1).path("way").asText()).isEqualTo("1");
        assertThat(numbers(json.path("lanes").path(1).path("from"))).containsExactly(0);
        assertThat(json.path("steals").path("listed").toString()).isEqualTo("[[1000,0,1,0,1]]");
        assertThat(json.path("steals").path("matrix").toString()).isEqualTo("[[0,1,1]]");
    }

    @Test
    void a_task_that_went_back_to_its_owner_is_its_own_again() {
        lines.plan(1)
                .steal(1, 0, "gpu-0", "gpu-1")
                .failed(2, "requeue", 0, "gpu-1", 1, "gave it back")
                .done(5, 0, "gpu-0", 1, 4);
        assertThat(lines.json().path("lanes").path(0).path("way").asText()).isEqualTo("0");
    }

    @Test
    void a_batch_is_one_arrow_and_as_many_tasks_in_the_matrix() {
        for (int task = 0; task < 5; task++) {
            lines.steal(1, task, "gpu-0", "gpu-1");
        }
        lines.steal(1, 9, "gpu-0", "gpu-2");
        JsonNode steals = lines.json().path("steals");
        assertThat(steals.path("listed").toString()).isEqualTo("[[0,0,1,0,5],[0,0,2,9,1]]");
        assertThat(steals.path("matrix").toString()).isEqualTo("[[0,1,5],[0,2,1]]");
        assertThat(steals.path("tasks").asInt()).isEqualTo(6);
    }

    @Test
    void an_attempt_without_a_result_is_a_block_and_a_line_with_its_cause() {
        lines.failed(4, "requeue", 7, "gpu-0", 1.5, "out of memory")
                .move(5, "retry", 7, "+", "gpu-1")
                .failed(6, "dead", 7, "gpu-1", 1, "out of memory again");
        JsonNode json = lines.json();
        assertThat(numbers(json.path("lanes").path(0).path("failed"))).containsExactly(0);
        assertThat(json.path("lanes").path(1).path("way").asText()).isEqualTo("3");
        assertThat(json.path("failures").path("dead").toString())
                .isEqualTo("[{\"task\":7,\"time\":2000,\"worker\":\"gpu-1\",\"cause\":\"out of memory again\","
                        + "\"attempts\":2}]");
        assertThat(json.path("failures").path("listed")).hasSize(2);
    }

    @Test
    void a_task_with_its_attempts_back_is_not_dead_any_more() {
        lines.failed(1, "dead", 7, "gpu-0", 1, "broken").move(2, "revive", 7, "", "+");
        assertThat(lines.json().path("failures").path("dead")).isEmpty();
    }

    @Test
    void a_worker_is_there_from_join_to_loss() {
        lines.join(0, "gpu-0").lost(4, "gpu-0").join(6, "gpu-0");
        assertThat(lines.json().path("lanes").path(0).path("stays").toString()).isEqualTo("[[0,4000],[6000]]");
    }

    @Test
    void workers_are_in_the_order_in_which_people_count() {
        lines.join(0, "gpu-10").join(0, "gpu-2").join(0, "gpu-1");
        assertThat(lines.json().path("workers").findValuesAsText("name")).containsExactly("gpu-1", "gpu-2", "gpu-10");
    }

    @Test
    void the_last_poll_gives_the_cards_and_the_state_of_the_workers() {
        lines.poll(0, "'planned':4,'done':1,'workers':{'gpu-0':{'queue_depth':3,'membership':'member'}}")
                .poll(
                        3,
                        "'planned':4,'done':2,'workers':{'gpu-0':{'queue_depth':1,'membership':'member',"
                                + "'running_task':2,'running_seconds':0.5,"
                                + "'telemetry':{'utilization':0.5,'memory_used_bytes':1073741824}}}");
        JsonNode json = lines.json();
        assertThat(json.path("cards").path("done").asInt()).isEqualTo(2);
        assertThat(json.path("cards").has("workers")).isFalse();
        assertThat(json.path("workers").path(0).path("running_since").asInt()).isEqualTo(2500);
        assertThat(numbers(json.path("queue_depth").path("workers").path(0))).containsExactly(3, 1);
        assertThat(json.path("telemetry").path("utilization_percent").toString())
                .isEqualTo("[[null,50]]");
        assertThat(json.path("telemetry").path("memory_used_gib").toString()).isEqualTo("[[null,1]]");
    }

    @Test
    void throughput_adds_up_to_the_sequences_that_are_done() {
        lines.join(0, "gpu-0").done(7, 0, "gpu-0", 6.3, 500).done(400, 1, "gpu-0", 390, 800);
        JsonNode throughput = lines.json().path("throughput");
        double seconds = throughput.path("bin").asDouble() / 1000;
        double sequences = 0;
        for (JsonNode rate : throughput.path("total")) {
            sequences += rate.asDouble() * seconds;
        }
        assertThat(sequences).isBetween(1250.0, 1350.0); // rates have one decimal
    }

    @Test
    void what_the_lines_do_not_tell_comes_from_the_context() {
        lines.join(0, "gpu-0");
        RunContext context = new RunContext(
                "live",
                "open",
                Map.of("engine", "cpu"),
                Map.of(),
                List.of("sample"),
                Map.of("gpu-0", Map.of("device", "H200", "draining", true)),
                Map.of(),
                List.of("a note"));
        JsonNode json = lines.json(context);
        assertThat(json.path("workers").path(0).path("device").asText()).isEqualTo("H200");
        assertThat(json.path("cards").path("state").asText()).isEqualTo("open");
        assertThat(json.path("notes").path(0).asText()).isEqualTo("a note");
    }

    @Test
    void a_lane_with_very_many_tasks_joins_neighbours_and_says_so() {
        for (int task = 0; task < 20_000; task++) {
            lines.done(1 + task * 0.01, task, "gpu-0", 0.009, 1);
        }
        JsonNode lane = lines.json().path("lanes").path(0);
        assertThat(lane.path("merged").asBoolean()).isTrue();
        assertThat(lane.path("task").size()).isBetween(500, 4000);
        assertThat(numbers(lane.path("tasks")).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(20_000);
        assertThat(numbers(lane.path("busy")).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(180_000);
    }

    @Test
    void two_hundred_workers_and_fifty_thousand_tasks_are_a_few_hundred_kilobytes() {
        lines.plan(50_000);
        StringBuilder workers = new StringBuilder();
        for (int worker = 0; worker < 200; worker++) {
            lines.join(0, "gpu-" + worker);
            workers.append(worker == 0 ? "" : ",")
                    .append("'gpu-" + worker + "':{'queue_depth':" + worker + ",'tasks_done':1,'membership':'member'}");
        }
        for (int task = 0; task < 50_000; task++) {
            int worker = task % 200;
            double second = 2.0 * Math.floorDiv(task, 200);
            if (task % 7 == 0) {
                lines.steal(second, task, "gpu-" + (worker + 1 + task / 200) % 200, "gpu-" + worker);
            }
            lines.done(second + 1.9, task, "gpu-" + worker, 1.9, 30);
            if (task % 400 == 0) {
                lines.poll(second + 1.9, "'planned':50000,'done':" + task + ",'workers':{" + workers + "}");
            }
        }
        assertThat(TimelineJson.bytes(lines.timeline(), RunContext.RECORDED).length)
                .isLessThan(700_000);
    }

    @Test
    void a_line_without_what_it_must_have_is_refused_by_the_name_of_the_field() {
        assertThatThrownBy(() -> lines.add(0, "done", "'task':1,'source':'gpu-0'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elapsed_seconds");
        assertThatThrownBy(() -> lines.add("{'type':'done'}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time");
    }

    @Test
    void lines_of_another_version_are_passed_over() {
        lines.add(0, "weather", "'sun':true");
        assertThat(lines.json().path("workers")).isEmpty();
    }

    @Test
    void recorded_runs_of_this_repository_can_be_shown() throws Exception {
        for (String name : List.of("predict-worker-killed", "bench-unknown-weights")) {
            RecordedTimeline recorded =
                    RecordedTimeline.read(RepositoryFiles.fixture("events").resolve(name + ".jsonl"));
            assertThat(recorded.cutOff()).isFalse();
            assertThat(recorded.timeline().lanes()).hasSize(3);
            assertThat(recorded.timeline().done()).isGreaterThan(30);
            assertThat(recorded.timeline().steals().tasks()).isPositive();
        }
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }
}
