package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.KernelTimes;
import org.virnucpro.worker.npy.NpyReader;
import picocli.CommandLine;

final class BenchEmbedCommandTest {

    private static final Path DEMO = RepositoryFiles.fixture("demo");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void it_stands_below_bench_and_tells_speed_tokens_and_embeddings_of_a_file() throws IOException {
        int code = run(
                "--model",
                DEMO.resolve("dnabert"),
                "--sequences",
                DEMO.resolve("inputs.fna"),
                "--seconds",
                "0",
                "--warmup",
                "0",
                "--threads",
                "1",
                "--save",
                folder.resolve("e.npy"),
                "--save-tokens",
                folder.resolve("t.json"),
                "--kernels",
                "--json");
        assertThat(code).as(out.toString()).isEqualTo(ExitCodes.OK);
        JsonNode result = new ObjectMapper().readTree(out.toString());
        List<String> tokens = Files.readAllLines(folder.resolve("t.json"));
        long count = 0;
        for (String line : tokens) {
            count += new ObjectMapper().readTree(line).size();
        }
        assertThat(result.path("tokens").asLong()).isEqualTo(count);
        assertThat(result.path("sequences").asInt()).isEqualTo(24).isEqualTo(tokens.size());
        assertThat(result.path("rounds").asInt()).isEqualTo(1);
        assertThat(result.path("tokens_per_second").asDouble()).isPositive();
        assertThat(result.path("kernels").isObject()).isTrue();
        assertThat(NpyReader.readAll(folder.resolve("e.npy")).shape()).containsExactly(24, 48);
    }

    @Test
    void an_engine_that_is_none_and_a_missing_file_are_refused() {
        assertThat(run("--model", DEMO.resolve("esm2"), "--sequences", DEMO.resolve("inputs.faa"), "--engine", "tpu"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("--model", DEMO.resolve("esm2"), "--sequences", folder.resolve("absent")))
                .isEqualTo(ExitCodes.NO_INPUT);
        assertThat(out.toString()).contains("absent");
    }

    @Test
    void rounds_after_the_warm_up_are_counted_until_the_time_has_passed() throws IOException {
        CountingEngine engine = new CountingEngine();
        Map<String, Object> result =
                new EmbeddingBenchmark(engine, List.of("A", "B", "C"), 2, engine.nanos::get).measure(2, 2.5, 30);
        assertThat(engine.batches)
                .as("2 warm-up rounds and 2 measured ones of 2 batches")
                .isEqualTo(8);
        assertThat(result)
                .containsEntry("rounds", 2)
                .containsEntry("batches", 4)
                .containsEntry("tokens", 60L)
                .containsEntry("seconds", 4.0)
                .containsEntry("tokens_per_second", 15.0);
    }

    @Test
    void an_engine_that_knows_its_kernels_is_asked_for_one_round() throws IOException {
        CountingEngine engine = new CountingEngine();
        assertThat(new EmbeddingBenchmark(engine, List.of("A", "B", "C"), 2, engine.nanos::get).kernels())
                .isEqualTo(Map.of("product", new KernelTimes.KernelTime(2, 1.5)));
    }

    private int run(Object... arguments) {
        CommandLine command = VirNucProMain.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        String[] all = new String[arguments.length + 2];
        all[0] = "bench";
        all[1] = "embed";
        for (int i = 0; i < arguments.length; i++) {
            all[i + 2] = arguments[i].toString();
        }
        return command.execute(all);
    }

    /** Each batch takes a second. */
    private static final class CountingEngine implements EmbeddingEngine, KernelTimes {
        private final AtomicLong nanos = new AtomicLong();
        private int batches;
        private int measured = -1;

        @Override
        public int width() {
            return 1;
        }

        @Override
        public EmbeddingMatrix embed(List<String> sequences) {
            batches++;
            nanos.addAndGet(1_000_000_000L);
            return new EmbeddingMatrix(sequences.size(), 1, new float[sequences.size()]);
        }

        @Override
        public void measureKernels() {
            measured = batches;
        }

        @Override
        public Map<String, KernelTime> kernelTimes() {
            return Map.of("product", new KernelTime(batches - measured, 1.5));
        }

        @Override
        public void close() {}
    }
}
