package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.cuda.EmulatedCuda;
import org.virnucpro.worker.model.Fixture;
import org.virnucpro.worker.npy.NpyReader;

/** {@code --engine cuda} as users start it, on the emulated driver. */
final class CudaEngineIT {
    private static final Path DEMO = RepositoryFiles.fixture("demo");
    private static final String FAULTS = "VIRNUCPRO_EMULATED_CUDA";

    private final EmulatedCuda cuda = EmulatedCuda.load();

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {}

    @Test
    void embeddings_equal_those_of_the_original_classes() throws Exception {
        Path rows = folder.resolve("rows.npy");

        Ended ended = run(Map.of(), embed(rows));

        assertThat(ended.code()).as(ended.output()).isZero();
        Fixture.assertClose(
                NpyReader.readAll(rows).values(),
                NpyReader.readAll(DEMO.resolve("expected/protein_mean.npy")).values(),
                1e-2f,
                "proteins in fp16");
    }

    @Test
    void a_gpu_that_fails_ends_the_process_with_exit_code_75() throws Exception {
        Ended ended = run(Map.of(FAULTS, "launch=30:719"), embed(folder.resolve("rows.npy")));

        assertThat(ended.code()).as(ended.output()).isEqualTo(ExitCodes.TEMPORARY);
        assertThat(ended.output()).contains("CUDA_ERROR_LAUNCH_FAILED (719)").contains("only a new process");
    }

    @Test
    void without_a_driver_it_says_what_to_do_and_never_falls_back() throws Exception {
        String nothing = Files.createDirectory(folder.resolve("empty")).toString();

        Ended ended = run(Map.of(HostEnvironment.CUDA_LIBRARY_PATH, nothing), embed(folder.resolve("rows.npy")));

        assertThat(ended.code()).as(ended.output()).isEqualTo(ExitCodes.CONFIG);
        assertThat(ended.output()).contains("no NVIDIA driver here").contains("--engine cpu");
        assertThat(folder.resolve("rows.npy")).doesNotExist();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "VIRNUCPRO_PROOFS", matches = "full")
    void predictions_are_those_of_the_reference() throws Exception {
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("predict", "-o", out.toString(), "--engine", "cuda"));
        Oracle.inputs().forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of("--models", Oracle.MODELS.toString()));

        Ended ended = run(Map.of(), arguments);

        assertThat(ended.code()).as(ended.output()).isZero();
        Oracle.assertPredictions(out, 500, 1e-2);
    }

    private static List<String> embed(Path rows) {
        return Stream.of(
                        "embed",
                        DEMO.resolve("inputs.faa"),
                        "--model",
                        DEMO.resolve("esm2"),
                        "-o",
                        rows,
                        "--engine",
                        "cuda")
                .map(String::valueOf)
                .toList();
    }

    private Ended run(Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, RepositoryFiles.top().resolve("virnucpro").toString());
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment()
                .put(HostEnvironment.CUDA_LIBRARY_PATH, cuda.folder().toString());
        builder.environment().put(HostEnvironment.COST_FILE, "none");
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ended(code, Files.readString(log, StandardCharsets.UTF_8));
    }
}
