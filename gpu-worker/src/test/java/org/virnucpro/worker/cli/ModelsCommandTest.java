package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.testkit.RepositoryFiles;
import picocli.CommandLine;

final class ModelsCommandTest {

    private static final Path DEMO = RepositoryFiles.fixture("demo");

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void a_models_folder_is_shown_as_three_models() {
        assertThat(run("inspect", DEMO.toString())).isEqualTo(ExitCodes.OK);
        assertThat(output.toString())
                .contains("ESM-2 (layers 3, width 64", "DNABERT-2 or DNABERT-S", "VirNucPro classifier (features 112")
                .contains("KiB as float32", "per token, in a sequence of 168");
    }

    @Test
    void json_is_one_line_per_model_with_the_digest_of_runs() throws IOException {
        assertThat(run("inspect", "--json", DEMO.toString())).isEqualTo(ExitCodes.OK);
        List<String> lines = output.toString().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode esm2 = new ObjectMapper().readTree(lines.get(1));
        assertThat(esm2.path("part").asText()).isEqualTo("esm2");
        assertThat(esm2.path("width").asInt()).isEqualTo(64);
        assertThat(esm2.path("bytes_float16").asLong())
                .isEqualTo(2 * esm2.path("parameters").asLong());
        assertThat(esm2.path("digest").asText())
                .isEqualTo(ModelsDigest.of(ModelsFolder.resolve(DEMO, 500)).esm2());
    }

    @Test
    void a_single_file_is_recognised_by_its_content() {
        assertThat(run(
                        "inspect",
                        RepositoryFiles.fixture("classifier-tiny/500_model_legacy.pth")
                                .toString()))
                .isEqualTo(ExitCodes.OK);
        assertThat(output.toString()).contains("VirNucPro classifier (features 112, hidden 32, classes 2)");
    }

    @Test
    void what_is_no_model_or_no_id_is_refused() {
        assertThat(run("inspect", "/nowhere/at/all")).isEqualTo(ExitCodes.CONFIG);
        assertThat(run("inspect", "no-organisation/that-is-cached")).isEqualTo(ExitCodes.CONFIG);
        assertThat(run("fetch", "not an id")).isEqualTo(ExitCodes.USAGE);
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(errors.toString())
                .contains("/nowhere/at/all", "virnucpro models fetch no-organisation/that-is-cached", "ORG/NAME");
    }

    private int run(String... arguments) {
        return new CommandLine(new ModelsCommand())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println(exception.getMessage());
                    return ((CommandException) exception).exitCode();
                })
                .execute(arguments);
    }
}
