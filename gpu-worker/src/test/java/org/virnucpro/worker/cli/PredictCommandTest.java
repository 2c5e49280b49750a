package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.testkit.RepositoryFiles;

/** What {@code predict} says before it starts anything. */
final class PredictCommandTest {

    private static final Path DEMO = RepositoryFiles.top().resolve("testdata/fixtures/demo");

    @TempDir
    Path folder;

    @Test
    void a_dry_run_counts_exactly_and_starts_and_writes_nothing() throws IOException {
        CommandRun run = CommandRun.of(
                "predict",
                "--config",
                "none",
                DEMO.resolve("predict") + "/f0[1-3].fa",
                "--dry-run",
                "--json",
                "--models",
                DEMO.toString(),
                "--classifier",
                DEMO.resolve("classifier/500_model.pth").toString(),
                "-o",
                folder.resolve("out").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode estimate = new ObjectMapper().readTree(run.out());
        assertThat(estimate.path("inputs").asInt()).isEqualTo(3);
        assertThat(estimate.path("sequences").asLong()).isEqualTo(records("f01.fa", "f02.fa", "f03.fa"));
        long frames = estimate.path("frames").asLong();
        assertThat(frames).isPositive();
        assertThat(estimate.path("esm2_tokens").asLong()).isGreaterThan(2 * frames);
        assertThat(estimate.path("model_file_bytes").asLong())
                .isEqualTo(Files.size(DEMO.resolve("dnabert/model.safetensors"))
                        + Files.size(DEMO.resolve("esm2/model.safetensors"))
                        + Files.size(DEMO.resolve("classifier/500_model.pth")));
        JsonNode devices = estimate.path("estimated_seconds_by_device");
        assertThat(devices.path("RTX 3090").asDouble())
                .isGreaterThan(devices.path("RTX 4090").asDouble());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_dry_run_needs_neither_models_nor_output_and_says_that_it_is_an_estimate() {
        CommandRun run = CommandRun.of(
                "predict", "--config", "none", DEMO.resolve("predict/f01.fa").toString(), "-n");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Estimated time, give or take 25 %", "not known for this processor")
                .contains("Nothing was started or written.");
    }

    @Test
    void all_missing_inputs_are_named_at_once() {
        CommandRun run = CommandRun.of(
                "predict",
                "--config",
                "none",
                "no1.fa",
                DEMO.resolve("predict/f01.fa").toString(),
                "no2.fa",
                folder.toString(),
                "-n");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(run.err())
                .contains("cannot read 3 inputs:", "no1.fa: does not exist", "no2.fa: does not exist")
                .contains(folder + ": is a folder; name its files")
                .doesNotContain("f01.fa");
    }

    @Test
    void the_command_line_of_the_original_is_answered_with_ours() {
        CommandRun run = CommandRun.of("predict", "--config", "none", "contigs.fa", "500", "500_model.pth");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("virnucpro predict contigs.fa -l 500 --classifier 500_model.pth");
    }

    @Test
    void standard_input_is_not_handed_to_a_cluster() {
        CommandRun run = CommandRun.of(
                "predict",
                "--config",
                "none",
                "-",
                "-o",
                folder.resolve("out").toString(),
                "--redis",
                "redis://127.0.0.1:1",
                "--engine",
                "synthetic");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("write it into a file below a data root");
    }

    @Test
    void an_input_and_an_output_have_to_be_named() {
        CommandRun nothing = CommandRun.of("predict", "--config", "none", "-n");
        assertThat(nothing.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(nothing.err()).contains("no input");
        CommandRun nowhere = CommandRun.of("predict", "--config", "none", "x.fa");
        assertThat(nowhere.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(nowhere.err()).contains("-o DIR is missing");
    }

    @Test
    void a_file_without_records_is_bad_input_also_in_a_dry_run() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.fa"), "");
        CommandRun run = CommandRun.of("predict", "--config", "none", empty.toString(), "-n");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    }

    @Test
    void records_without_an_open_frame_are_no_error() throws IOException {
        Path stops = RepositoryFiles.golden("no_orf/input.fa");
        CommandRun run = CommandRun.of("predict", "--config", "none", stops.toString(), "-n", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode estimate = new ObjectMapper().readTree(run.out());
        assertThat(estimate.path("frames").asInt(-1)).isZero();
        assertThat(estimate.path("sequences").asInt()).isPositive();
    }

    @Test
    void an_input_that_is_damaged_is_named() throws IOException {
        Path xz = Files.write(folder.resolve("x.fa"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4});
        CommandRun run = CommandRun.of("predict", "--config", "none", xz.toString(), "-n");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("x.fa", "xz");
    }

    private static long records(String... names) throws IOException {
        long records = 0;
        for (String name : names) {
            try (Stream<String> lines = Files.lines(DEMO.resolve("predict").resolve(name))) {
                records += lines.filter(line -> line.startsWith(">")).count();
            }
        }
        return records;
    }
}
