package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.demo.DemoInput;

/** The main job as real processes: what users run, against the predictions of the reference implementation. */
final class PredictIT {

    private static final Path MODELS = Oracle.MODELS;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {300, 500})
    void predictions_are_those_of_the_reference(int chunkSize) throws Exception {
        Path out = folder.resolve("out");
        int code = Launched.run(folder, predict(Oracle.inputs(), out, "-l", "" + chunkSize, "--workers", "3"));
        assertThat(code).isZero();
        Oracle.assertPredictions(out, chunkSize);
        assertThat(json(out.resolve("run.json")).path("exit_code").asInt()).isZero();
        assertThat(out.resolve("failed.tsv")).hasContent("input\tseq_name\treason\tmessage");
        assertNothingIsLeft(out);
    }

    @Test
    void bytes_do_not_depend_on_workers_or_stealing_and_every_record_appears_once() throws Exception {
        List<Path> inputs = inputs();
        Path alone = folder.resolve("alone");
        assertThat(Launched.run(folder, predict(inputs, alone, "--workers", "1")))
                .isZero();
        Path stealing = folder.resolve("stealing");
        assertThat(Launched.run(folder, predict(inputs, stealing, "--workers", "4", "--weights", "4,1,1,1")))
                .isZero();
        Path fixed = folder.resolve("fixed");
        assertThat(Launched.run(folder, predict(inputs, fixed, "--workers", "3", "--no-work-stealing")))
                .isZero();

        assertThat(Tables.below(stealing)).isEqualTo(Tables.below(alone));
        assertThat(Tables.below(fixed)).isEqualTo(Tables.below(alone));
        assertThat(Tables.below(alone)).hasSize(5 * inputs.size());
        List<JsonNode> steals = events(stealing, "steal");
        assertThat(steals).isNotEmpty().allSatisfy(steal -> {
            assertThat(steal.path("time").asText()).isNotEmpty();
            assertThat(steal.path("source").asText())
                    .isNotEqualTo(steal.path("destination").asText());
        });
        assertThat(events(fixed, "steal")).isEmpty();
        int tasks =
                json(stealing.resolve("run.json")).path("counts").path("tasks").asInt();
        assertThat(events(stealing, "done"))
                .extracting(event -> event.path("task").asInt())
                .doesNotHaveDuplicates()
                .hasSize(tasks);
        assertThat(json(stealing.resolve("run.json"))
                        .path("counts")
                        .path("steals")
                        .asInt())
                .isEqualTo(steals.size());
    }

    @Test
    void a_long_record_is_cut_among_workers_and_changes_no_byte() throws Exception {
        List<Path> inputs = List.of(RepositoryFiles.golden("long").resolve("input.fa"));
        Path whole = folder.resolve("whole");
        assertThat(Launched.run(folder, predict(inputs, whole, "--workers", "1", "--max-shard-seconds", "1000")))
                .isZero();
        Path cut = folder.resolve("cut");
        assertThat(Launched.run(
                        folder,
                        predict(
                                inputs,
                                cut,
                                "--workers",
                                "3",
                                "--max-shard-seconds",
                                "0.1",
                                "--max-shard-share",
                                "0%")))
                .isZero();
        assertThat(Tables.below(cut)).isEqualTo(Tables.below(whole));
        JsonNode counts = json(cut.resolve("run.json")).path("counts");
        assertThat(counts.path("records").asInt()).isEqualTo(5);
        assertThat(counts.path("tasks").asInt()).isGreaterThan(20);
        assertThat(json(whole.resolve("run.json")).path("counts").path("tasks").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_worker_killed_in_the_middle_is_replaced_and_changes_no_byte() throws Exception {
        List<Path> inputs = inputs();
        Path calm = folder.resolve("calm");
        assertThat(Launched.run(folder, predict(inputs, calm, "--workers", "2")))
                .isZero();
        Path disturbed = folder.resolve("disturbed");
        try (Launched run = Launched.start(folder, predict(inputs, disturbed, "--workers", "2"))) {
            // a worker that has finished a task is a member and, with work left, in the middle of another one
            run.worker(ownerOf(awaitFirstPart(disturbed, run))).destroyForcibly();
            assertThat(run.exitCode()).as(run.output()).isZero();
            assertThat(run.output()).contains("ended with exit code 137: started again in");
        }
        assertThat(Tables.below(disturbed)).isEqualTo(Tables.below(calm));
        assertThat(events(disturbed, "lost")).hasSize(1);
        assertNothingIsLeft(disturbed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "INT", "TERM"})
    void a_stopped_run_leaves_no_process_and_says_how_to_go_on(String signal) throws Exception {
        List<Path> inputs = inputs();
        Path out = folder.resolve("out");
        try (Launched run = Launched.start(folder, predict(inputs, out, "--workers", "2"))) {
            awaitFirstPart(out, run);
            List<ProcessHandle> started = run.descendants();
            assertThat(started).hasSizeGreaterThan(2);
            run.signal(signal);
            int code = run.exitCode();
            assertThat(code)
                    .isEqualTo(Map.of("KILL", 137, "INT", 130, "TERM", 143).get(signal));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(started).noneMatch(ProcessHandle::isAlive));
            if (!signal.equals("KILL")) {
                assertThat(run.output()).contains(" tasks are done, kept in ", "--resume");
            }
        }
        assertThat(out.resolve("run.json")).doesNotExist();
        try (Launched again = Launched.start(folder, predict(inputs, out, "--workers", "2"))) {
            assertThat(again.exitCode()).isEqualTo(73);
            assertThat(again.output()).contains("a stopped run is in the output folder", "--resume", "--overwrite");
        }
    }

    @Test
    void bad_records_are_named_and_the_others_go_on() throws Exception {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, ">good\n" + "GCC".repeat(120) + "\n>empty\n>accented\nACG\u00e9T\n>last\nGCCGCCGCC\n");
        Path out = folder.resolve("out");
        try (Launched run = Launched.start(folder, predict(List.of(input), out, "--workers", "1"))) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
        }
        assertThat(Files.readAllLines(out.resolve("failed.tsv"))).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(1)).startsWith("x.fa\tempty\tempty_record\t");
            assertThat(lines.get(2)).startsWith("x.fa\taccented\tnon_ascii_base\t");
        });
        assertThat(out.resolve("x_merged/prediction_results.txt"))
                .content()
                .contains("good_chunk_1F1", "last_chunk_1F1");
    }

    @Test
    void no_virus_is_a_result_and_a_sentence() throws Exception {
        Path input = Files.writeString(folder.resolve("x.fa"), ">stops\nTAACTAACTAACTTAGTTAGTTAGTTA\n");
        Path out = folder.resolve("out");
        try (Launched run = Launched.start(folder, predict(List.of(input), out, "--workers", "1"))) {
            assertThat(run.exitCode()).as(run.output()).isZero();
            assertThat(run.output()).contains("no virus found: none of 1 records is called virus");
        }
        Path results = out.resolve("x_merged");
        assertThat(results.resolve("x_scores.tsv")).content().hasLineCount(2).endsWith("\tno_orf\n");
        assertThat(results.resolve("x_virus_summary.tsv")).content().hasLineCount(1);
        assertThat(results.resolve("x_virus.fna")).isEmptyFile();
        JsonNode manifest = json(out.resolve("run.json"));
        assertThat(manifest.path("counts").path("records_virus").asInt(-1)).isZero();
        assertThat(manifest.path("inputs").path(0).path("sha256").asText()).hasSize(64);
        assertThat(manifest.path("models").path("esm2").asText()).hasSize(64);
        assertThat(manifest.path("devices")).isNotEmpty();
    }

    @Test
    void no_record_at_all_is_an_input_error() throws Exception {
        Path input = Files.createFile(folder.resolve("x.fa"));
        Path out = folder.resolve("out");
        try (Launched run = Launched.start(folder, predict(List.of(input), out, "--workers", "1"))) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(65);
        }
        assertNothingIsLeft(out);
    }

    /** Unequal, and enough for a worker to have something left when another one has finished a task. */
    private List<Path> inputs() throws IOException {
        return new DemoInput()
                .write(Files.createDirectory(folder.resolve("in")))
                .subList(1, 8);
    }

    private static String[] predict(List<Path> inputs, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("predict", "-o", out.toString(), "--models", MODELS.toString()));
        inputs.forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** The first finished part of a run that is going on. */
    private static Path awaitFirstPart(Path out, Launched run) {
        return await().atMost(Duration.ofSeconds(90))
                .until(() -> firstPart(out, run), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Path> firstPart(Path out, Launched run) throws IOException {
        if (!run.isRunning()) {
            throw new AssertionError("ended early:\n" + run.output());
        }
        if (!Files.isDirectory(out)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(file -> file.getParent().endsWith("parts"))
                    .filter(file -> !file.toString().endsWith(".tmp"))
                    .findFirst();
        } catch (UncheckedIOException moving) {
            return Optional.empty();
        }
    }

    /** The worker named in the header of a part. */
    private static String ownerOf(Path part) throws IOException {
        try (Stream<String> lines = Files.lines(part)) {
            return new ObjectMapper()
                    .readTree(lines.findFirst().orElseThrow())
                    .path("worker")
                    .asText();
        }
    }

    private static void assertNothingIsLeft(Path out) throws IOException {
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                assertThat(files)
                        .noneMatch(file -> file.getFileName().toString().startsWith("."));
            }
        }
    }

    private static List<JsonNode> events(Path out, String type) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("type").asText().equals(type)) {
                events.add(event);
            }
        }
        return events;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
