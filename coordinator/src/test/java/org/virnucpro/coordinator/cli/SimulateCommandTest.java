package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cli.ExitCodes;

final class SimulateCommandTest {

    private static final String FLEET = "1x4,1.5:drop=0.15@2m,3:join=30s,3:lost=2m:lease=10s,2:leave=3m,1.5:weight=4";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "threshold", "adaptive"})
    void equal_arguments_give_equal_bytes(String policy) {
        String[] arguments = {
            "--workers",
            FLEET,
            "--tasks",
            "lognormal:200:20s:1",
            "--policy",
            policy,
            "--victim",
            "random",
            "--seed",
            "7",
            "--noise",
            "25",
            "--look-cost",
            "50ms",
            "--task-cost",
            "15ms",
            "--steal-cost",
            "20ms",
            "--json"
        };
        CommandRun once = CommandRun.of(new SimulateCommand(), arguments);
        assertThat(once.exitCode()).as(once.err()).isZero();
        assertThat(CommandRun.of(new SimulateCommand(), arguments)).isEqualTo(once);
    }

    @Test
    void another_seed_gives_another_run() {
        assertThat(simulate("--tasks", "lognormal:20:20s:1", "--workers", "1x3", "--seed", "1", "--json")
                        .out())
                .isNotEqualTo(simulate("--tasks", "lognormal:20:20s:1", "--workers", "1x3", "--seed", "2", "--json")
                        .out());
    }

    @Test
    void draws_are_what_single_seeds_give() {
        String[] arguments = {"--tasks", "lognormal:20:20s:1", "--workers", "1x3", "--noise", "25", "--json"};
        StringBuilder single = new StringBuilder();
        for (int seed = 4; seed < 7; seed++) {
            single.append(simulate(with(arguments, "--seed=" + seed)).out());
        }
        assertThat(simulate(with(arguments, "--seed=4", "--draws=3")).out()).isEqualTo(single.toString());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void json_has_one_line_with_the_fields_that_bench_balance_has_and_tasks_that_give_the_makespan()
            throws IOException {
        JsonNode report = simulate("--workers", "1x2,3", "--tasks", "lognormal:30:10s:1", "--json")
                .json();
        List<String> fields = new ArrayList<>();
        report.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "makespan_s",
                        "lower_bound_s",
                        "ratio",
                        "divisible_bound_s",
                        "steals",
                        "refused",
                        "policy",
                        "tasks");
        assertThat(report.path("policy").asText()).isEqualTo("adaptive");
        assertThat(report.path("tasks")).hasSize(30);
        double end = 0;
        for (JsonNode task : report.path("tasks")) {
            end = Math.max(end, task.path("end_s").asDouble());
            assertThat(task.path("start_s").asDouble())
                    .isLessThanOrEqualTo(task.path("end_s").asDouble());
            assertThat(task.path("worker").asText()).startsWith("worker-");
        }
        assertThat(end).isEqualTo(report.path("makespan_s").asDouble());
        assertThat(report.path("makespan_s").asDouble()
                        / report.path("lower_bound_s").asDouble())
                .isCloseTo(report.path("ratio").asDouble(), within(1e-4));
    }

    @Test
    void every_delay_makes_a_run_longer() throws IOException {
        double plain = makespan();
        assertThat(makespan("--task-cost", "2s")).isCloseTo(plain + 6, within(0.1));
        assertThat(makespan("--steal-cost", "2s")).isGreaterThan(plain + 1);
        assertThat(makespan("--look-cost", "2s")).isGreaterThan(plain + 1);
        double threshold = makespan("--policy", "threshold");
        assertThat(makespan("--policy", "threshold", "--steal-threshold", "50,50,50"))
                .isGreaterThan(threshold + 20);
    }

    /** Eight equal tasks in the queue of one worker; the other joins behind the plan and steals half of them. */
    private double makespan(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--workers", "1,1:join=1ms", "--tasks", "equal:8:10s", "--json"));
        arguments.addAll(List.of(more));
        return CommandRun.of(new SimulateCommand(), arguments.toArray(String[]::new))
                .json()
                .path("makespan_s")
                .asDouble();
    }

    @Test
    void costs_come_from_a_file() throws IOException {
        Path costs = Files.writeString(folder.resolve("costs.txt"), "4\n\n2.5\n");
        assertThat(simulate("--workers", "1", "--tasks", "file:" + costs, "--json")
                        .json()
                        .path("makespan_s")
                        .asDouble())
                .isEqualTo(6.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1x2      | many:3:1s            | --seed=1                | lognormal:32:5m:1",
                "1x0      | equal:3:1s           | --seed=1                | at least 1 worker",
                "1:join=5s| equal:3:1s           | --seed=1                | no worker",
                "1:lost=1s| equal:3:1s           | --seed=1                | no worker is left",
                "1x2      | equal:3:1s           | --noise=400             | error of the predictions",
                "1x2      | equal:3:1s           | --policy=fair           | none, threshold or adaptive",
                "1x2      | equal:3:1s           | --steal-threshold=3,2   | 3,2,3",
                "1x2      | equal:3:1s           | --steal-threshold=0,2,3 | at least 1",
                "1x2      | equal:3:1s           | --victim=next           | round-robin or random",
                "1x2      | equal:3:1s           | --steal-interval=0s     | must be positive",
            })
    void what_makes_no_sense_is_a_usage_error_that_names_the_way_out(
            String workers, String tasks, String option, String message) {
        CommandRun run = simulate("--workers", workers, "--tasks", tasks, option);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_file_of_costs_that_cannot_be_used_is_named() throws IOException {
        Path costs = Files.writeString(folder.resolve("costs.txt"), "4\nmuch\n");
        CommandRun run = simulate("--workers", "1", "--tasks", "file:" + costs);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(run.err()).contains("costs.txt, line 2: 'much'");
    }

    private static CommandRun simulate(String... arguments) {
        return CommandRun.of(new SimulateCommand(), arguments);
    }
}
