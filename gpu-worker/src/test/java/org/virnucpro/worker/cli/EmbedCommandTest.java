package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.model.Fixture;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.FloatTensor;
import picocli.CommandLine;

final class EmbedCommandTest {
    private static final Path DEMO = RepositoryFiles.fixture("demo");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"esm2, inputs.faa, protein_mean", "dnabert, inputs.fna, dna_mean"})
    void rows_are_the_embeddings_in_input_order(String model, String fasta, String expected) {
        Path output = folder.resolve("out.npy");

        assertThat(run("--model", DEMO.resolve(model), DEMO.resolve(fasta), "-o", output, "--threads", 2))
                .isEqualTo(ExitCodes.OK);

        FloatTensor found = NpyReader.readAll(output);
        FloatTensor stored = NpyReader.readAll(DEMO.resolve("expected").resolve(expected + ".npy"));
        assertThat(found.shape()).isEqualTo(stored.shape());
        Fixture.assertClose(found.values(), stored.values(), Fixture.MEAN_TOLERANCE, model);
    }

    @ParameterizedTest
    @CsvSource({"esm2, inputs.faa", "dnabert, inputs.fna"})
    void the_name_of_the_output_chooses_the_format(String model, String fasta) throws IOException {
        Path input = DEMO.resolve(fasta);
        run("--model", DEMO.resolve(model), input, "-o", folder.resolve("out.h5"), "--threads", 2);
        run("--model", DEMO.resolve(model), input, "-o", folder.resolve("out.pt"), "--threads", 2);
        run("--model", DEMO.resolve(model), input, "-o", folder.resolve("named"), "--format", "hdf5", "--threads", 2);

        assertThat(Files.readAllBytes(folder.resolve("out.h5"))).startsWith(0x89, 'H', 'D', 'F');
        assertThat(Files.readAllBytes(folder.resolve("out.pt"))).startsWith('P', 'K');
        assertThat(folder.resolve("named")).hasSameBinaryContentAs(folder.resolve("out.h5"));
    }

    @Test
    void many_batches_give_the_same_bytes_for_any_number_of_threads() throws IOException {
        StringBuilder fasta = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            fasta.append(">p")
                    .append(i)
                    .append('\n')
                    .append("MKTAYI".repeat(1 + i % 7))
                    .append("\nGL\n");
        }
        Path input = Files.writeString(folder.resolve("in.faa"), fasta);
        run("--model", DEMO.resolve("esm2"), input, "-o", folder.resolve("1.npy"), "--threads", 1);
        run("--model", DEMO.resolve("esm2"), input, "-o", folder.resolve("3.npy"), "--threads", 3);

        assertThat(NpyReader.readAll(folder.resolve("1.npy")).shape()).containsExactly(600, 64);
        assertThat(folder.resolve("1.npy")).hasSameBinaryContentAs(folder.resolve("3.npy"));
    }

    @Test
    void a_record_without_sequence_is_named_and_nothing_is_written() throws IOException {
        Path input = Files.writeString(folder.resolve("in.fa"), ">good\nMKT\n>hollow\n>next\nMK\n");

        assertFails(input, "esm2", ExitCodes.BAD_INPUT, "'hollow'", "line 3");
    }

    @Test
    void a_file_without_records_is_bad_input() throws IOException {
        assertFails(
                Files.writeString(folder.resolve("in.fa"), "MKT\n"), "esm2", ExitCodes.BAD_INPUT, "no FASTA record");
    }

    @Test
    void a_missing_input_and_a_missing_model_are_named() throws IOException {
        assertFails(folder.resolve("absent.fa"), "esm2", ExitCodes.NO_INPUT, "absent.fa");
        Path input = Files.writeString(folder.resolve("in.fa"), ">a\nMKT\n");
        assertFails(input, "nothing-here", ExitCodes.CONFIG, "nothing-here");
    }

    @Test
    void an_output_that_cannot_be_written_is_named() {
        assertThatThrownBy(() -> run(
                        "--model",
                        DEMO.resolve("esm2"),
                        DEMO.resolve("inputs.faa"),
                        "-o",
                        folder.resolve("no/out.npy")))
                .asInstanceOf(type(CommandException.class))
                .returns(ExitCodes.CANNOT_CREATE, CommandException::exitCode)
                .matches(e -> e.getMessage().contains("no/out.npy"));
    }

    @Test
    void the_command_is_registered() {
        assertThat(ServiceLoader.load(Subcommand.class)).hasAtLeastOneElementOfType(EmbedCommand.class);
    }

    private void assertFails(Path input, String model, int exitCode, String... parts) throws IOException {
        assertThatThrownBy(() -> run("--model", DEMO.resolve(model), input, "-o", folder.resolve("out.npy")))
                .asInstanceOf(type(CommandException.class))
                .returns(exitCode, CommandException::exitCode)
                .extracting(CommandException::getMessage)
                .satisfies(message -> assertThat(message).contains(parts));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.toString().contains(".npy"));
        }
    }

    /** The exit code; an expected failure comes out as its exception. */
    private static int run(Object... arguments) {
        EmbedCommand command = new EmbedCommand();
        new CommandLine(command)
                .parseArgs(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return command.call();
    }
}
