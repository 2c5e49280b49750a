package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnucpro.common.part.PartName;
import org.virnucpro.coordinator.verify.ResultVerifier;
import org.virnucpro.coordinator.verify.Verification;

/**
 * Kills at seeded points of real runs of {@code predict}: the results are those of a calm run, byte for byte. One of the long
 * proofs; its figures are in benchmarks/kill-storm.
 */
@EnabledIfEnvironmentVariable(named = "VIRNUCPRO_PROOFS", matches = "full")
final class KillStormIT {

    private static final String WORKERS = "2";
    private static final long LOOK_MILLIS = 10;
    private static final Path FIGURES = Path.of("target", "kill-storm.tsv");

    @TempDir
    static Path folder;

    private static Map<String, String> calm = Map.of();
    private static int tasks;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @BeforeAll
    static void runCalmly() throws Exception {
        Path out = folder.resolve("calm");
        try (Launched run = Launched.start(folder, predict(out))) {
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        calm = Tables.below(out);
        tasks = manifest(out).path("counts").path("tasks").asInt();
        assertThat(calm).hasSize(5 * Oracle.inputs().size());
        Files.createDirectories(FIGURES.toAbsolutePath().getParent());
        Files.writeString(FIGURES, "kind\tseed\tpoints\ttasks\tfinished_before\treused\tcomputed_again\tsame_bytes\n");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void killed_workers_change_no_byte(int seed) throws Exception {
        Path out = folder.resolve("workers-" + seed);
        Random random = new Random(seed);
        List<Integer> points = random.ints(1 + random.nextInt(3), 0, tasks - 10)
                .sorted()
                .boxed()
                .toList();
        int kills = 0;
        try (Launched run = Launched.start(folder, predict(out))) {
            for (int point : points) {
                awaitParts(out, point, run);
                List<ProcessHandle> workers = run.workers();
                if (!workers.isEmpty()) {
                    workers.get(random.nextInt(workers.size())).destroyForcibly();
                    kills++;
                }
            }
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        assertThat(kills).isPositive();
        assertResults(out);
        assertThat(manifest(out).path("proof").path("parts_reused").asInt()).isZero();
        note("workers", seed, points, 0, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everything_killed_and_resumed_computes_nothing_twice_and_changes_no_byte(int seed) throws Exception {
        Path out = folder.resolve("all-" + seed);
        Random random = new Random(1000L + seed);
        int point = random.nextInt(tasks + 1);
        try (Launched run = Launched.start(folder, predict(out))) {
            awaitParts(out, point, run);
            run.endsWithin(random.nextInt(50));
            run.killAll();
        }
        boolean published = Files.exists(out.resolve("run.json"));
        Map<Integer, List<Long>> finished = published ? Map.of() : finished(out);
        try (Launched run = Launched.start(folder, predict(out, "--resume"))) {
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        assertResults(out);
        int reused = 0;
        int again = 0;
        for (JsonNode part : manifest(out).path("parts")) {
            int task = part.path("task").asInt();
            if (finished.containsKey(task)) {
                assertThat(part.path("reused").asBoolean()).as("task " + task).isTrue();
                assertThat(finished.get(task)).contains(part.path("token").asLong());
            }
            reused += part.path("reused").asBoolean() ? 1 : 0;
            again += finished.containsKey(task) && !part.path("reused").asBoolean() ? 1 : 0;
        }
        assertThat(reused).isEqualTo(finished.size());
        assertThat(manifest(out).path("proof").path("parts_reused").asInt()).isEqualTo(reused);
        note(published ? "all, results were in place" : "all", seed, List.of(point), finished.size(), reused, again);
    }

    private static void assertResults(Path out) throws IOException {
        assertThat(Tables.below(out)).isEqualTo(calm);
        Verification verified = new ResultVerifier(out.toRealPath()).verify();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.notes()).isEmpty();
        assertThat(verified.inputs()).isEqualTo(Oracle.inputs().size());
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }

    private static void note(String kind, int seed, List<Integer> points, int finished, int reused, int again)
            throws IOException {
        Files.writeString(
                FIGURES,
                String.format(
                        Locale.ROOT,
                        "%s\t%d\t%s\t%d\t%d\t%d\t%d\tyes\n",
                        kind,
                        seed,
                        points,
                        tasks,
                        finished,
                        reused,
                        again),
                StandardOpenOption.APPEND);
    }

    /** Waits until so many tasks have a part, or the run has ended. */
    private static void awaitParts(Path out, int parts, Launched run) throws IOException, InterruptedException {
        while (workFolder(out).isEmpty() || finished(out).size() < parts) {
            if (run.endsWithin(LOOK_MILLIS) || Files.exists(out.resolve("run.json"))) {
                return;
            }
        }
    }

    /** Tokens by task of the parts that are on disk. */
    private static Map<Integer, List<Long>> finished(Path out) throws IOException {
        Map<Integer, List<Long>> finished = new TreeMap<>();
        for (Path work : workFolder(out)) {
            Path parts = work.resolve("parts");
            if (Files.isDirectory(parts)) {
                try (Stream<Path> files = Files.list(parts)) {
                    files.flatMap(file -> PartName.parse(file.getFileName().toString()).stream())
                            .forEach(
                                    name -> finished.computeIfAbsent(name.task().index(), task -> new ArrayList<>())
                                            .add(name.token().value()));
                } catch (UncheckedIOException vanishing) {
                    // the run has just ended
                }
            }
        }
        return finished;
    }

    private static List<Path> workFolder(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".virnucpro-"))
                    .toList();
        }
    }

    private static String[] predict(Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("predict", "-o", out.toString(), "--models", Oracle.MODELS.toString(), "--workers", WORKERS));
        Oracle.inputs().forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode manifest(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("run.json").toFile());
    }
}
