package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.RepositoryFiles;
import picocli.CommandLine;

final class TranslateCommandTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void files_are_named_after_the_input_and_hold_the_bytes_of_the_reference() throws IOException {
        Path golden = RepositoryFiles.golden("lower_case");
        Path out = folder.resolve("new/out");
        assertThat(run(golden.resolve("input.fa").toString(), "-l", "500", "-o", out.toString()))
                .isZero();
        assertThat(out.resolve("input_chunked500.fa")).hasSameBinaryContentAs(golden.resolve("chunk500/chunked.fa"));
        assertThat(out.resolve("input_identified_nucleotide.fa"))
                .hasSameBinaryContentAs(golden.resolve("chunk500/identified_nucleotide.fa"));
        assertThat(out.resolve("input_identified_protein.faa"))
                .hasSameBinaryContentAs(golden.resolve("chunk500/identified_protein.faa"));
        assertThat(out.toFile().list()).hasSize(3);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void gzip_input_gives_the_same_files() throws IOException {
        Path golden = RepositoryFiles.golden("iupac");
        Path packed = folder.resolve("x.fasta.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(golden.resolve("input.fa"), out);
        }
        assertThat(run(packed.toString(), "-l", "300", "-o", folder.toString())).isZero();
        assertThat(folder.resolve("x_identified_protein.faa"))
                .hasSameBinaryContentAs(golden.resolve("chunk300/identified_protein.faa"));
    }

    @Test
    void rejected_records_are_listed_and_the_exit_code_says_partial() throws IOException {
        Path input = write("x.fa", ">ok\nGCAGCA\n>empty\n>odd desc\nAC\nA\u00e9\n");
        assertThat(run(input.toString(), "-l", "6", "-o", folder.toString())).isEqualTo(ExitCodes.PARTIAL);
        assertThat(Files.readAllLines(folder.resolve("failed.tsv")))
                .containsExactly(
                        "input\tseq_name\treason\tmessage",
                        input + "\tempty\tempty_record\tline 3: the record has a header but no bases; add its sequence"
                                + " or remove it",
                        input + "\todd\tnon_ascii_base\tline 6: the sequence holds a character that is not ASCII;"
                                + " remove or replace it");
        assertThat(folder.resolve("x_chunked6.fa")).hasContent(">ok_chunk_1\nGCAGCA\n");
        assertThat(err.toString()).contains("2 of 3 records were not processed");
    }

    @Test
    void list_of_failures_of_an_earlier_run_goes_when_nothing_failed() throws IOException {
        Files.writeString(folder.resolve("failed.tsv"), "old");
        Path input = write("x.fa", ">ok\nGCAGCA\n");
        assertThat(run(input.toString(), "-l", "6", "-o", folder.toString())).isZero();
        assertThat(folder.resolve("failed.tsv")).doesNotExist();
    }

    @Test
    void input_without_a_record_gives_empty_files_and_a_warning() throws IOException {
        Path input = write("x.fa", "ACGT\n");
        assertThat(run(input.toString(), "-l", "300", "-o", folder.toString())).isZero();
        assertThat(folder.resolve("x_chunked300.fa")).isEmptyFile();
        assertThat(folder.resolve("x_identified_nucleotide.fa")).isEmptyFile();
        assertThat(folder.resolve("x_identified_protein.faa")).isEmptyFile();
        assertThat(err.toString()).contains("holds no FASTA record").hasLineCount(1);
    }

    @Test
    void duplicate_ids_are_all_processed_with_one_warning() throws IOException {
        Path input = write("x.fa", ">a\nGCAGCA\n>a\nGGAGGA\n>b\nGCA\n>b\nGCA\n");
        assertThat(run(input.toString(), "-l", "6", "-o", folder.toString())).isZero();
        assertThat(Files.readString(folder.resolve("x_chunked6.fa")))
                .startsWith(">a_chunk_1\nGCAGCA\n>a_chunk_1\nGGAGGA\n");
        assertThat(err.toString()).contains("'a' comes again in line 3").hasLineCount(1);
    }

    @Test
    void missing_input_is_told() {
        assertThat(run(folder.resolve("none.fa").toString(), "-l", "300", "-o", folder.toString()))
                .isEqualTo(ExitCodes.NO_INPUT);
        assertThat(err.toString()).contains("none.fa does not exist");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folder_as_input_is_told() {
        assertThat(run(
                        folder.toString(),
                        "-l",
                        "300",
                        "-o",
                        folder.resolve("out").toString()))
                .isEqualTo(ExitCodes.NO_INPUT);
        assertThat(err.toString()).contains("directory");
    }

    @Test
    void output_that_cannot_be_written_is_told() throws IOException {
        Path input = write("x.fa", ">a\nGCAGCA\n");
        assertThat(run(input.toString(), "-l", "300", "-o", input.toString())).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(err.toString()).contains("cannot write into " + input, "is no folder");
    }

    @Test
    void damaged_gzip_leaves_no_file() throws IOException {
        Path input = folder.resolve("x.fa.gz");
        Files.write(input, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1});
        Path out = folder.resolve("out");
        assertThat(run(input.toString(), "-l", "300", "-o", out.toString())).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("x.fa.gz ends in the middle");
        assertThat(out).doesNotExist();
    }

    @Test
    void chunk_size_below_one_is_a_usage_error() throws IOException {
        Path input = write("x.fa", ">a\nGCAGCA\n");
        assertThat(run(input.toString(), "-l", "0", "-o", folder.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("-l is 0");
    }

    @Test
    void frames_are_split_into_files_on_request() throws IOException {
        Path golden = RepositoryFiles.golden("lower_case");
        String input = golden.resolve("input.fa").toString();
        assertThat(run(input, "-l", "300", "-o", folder.toString(), "--sequences-per-file", "7"))
                .isZero();
        Path expected = RepositoryFiles.golden("split/identified_protein_per7/vanilla");
        assertThat(folder.resolve("input_protein").toFile().list())
                .containsExactlyInAnyOrder(expected.toFile().list());
        assertThat(folder.resolve("input_protein/output_2.fa")).hasSameBinaryContentAs(expected.resolve("output_2.fa"));
        assertThat(folder.resolve("input_nucleotide/output_2.fa"))
                .hasSameBinaryContentAs(RepositoryFiles.golden("split/identified_nucleotide_per7/vanilla/output_2.fa"));
        assertThat(folder.resolve("input_identified_protein.faa"))
                .hasSameBinaryContentAs(golden.resolve("chunk300/identified_protein.faa"));
    }

    @Test
    void file_in_the_place_of_a_split_folder_is_told() throws IOException {
        Path input = write("x.fa", ">a\nGCAGCA\n");
        write("x_protein", "");
        assertThat(run(input.toString(), "-l", "300", "-o", folder.toString(), "--sequences-per-file", "7"))
                .isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(err.toString()).contains("x_protein is no folder");
    }

    @Test
    void split_files_below_one_sequence_are_a_usage_error() throws IOException {
        Path input = write("x.fa", ">a\nGCAGCA\n");
        assertThat(run(input.toString(), "-l", "300", "-o", folder.toString(), "--sequences-per-file", "0"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--sequences-per-file is 0");
    }

    @Test
    void record_behind_a_byte_order_mark_is_listed_and_not_translated() throws IOException {
        Path input = write("x.fa", "\ufeff>a\nGCAGCA\n>b\nGCAGCA\n");
        assertThat(run(input.toString(), "-l", "6", "-o", folder.toString())).isEqualTo(ExitCodes.PARTIAL);
        assertThat(folder.resolve("x_chunked6.fa")).hasContent(">b_chunk_1\nGCAGCA\n");
        assertThat(Files.readAllLines(folder.resolve("failed.tsv")).get(1))
                .startsWith(input + "\ta\tbyte_order_mark\tline 1: ");
    }

    private int run(String... arguments) {
        CommandLine commandLine = VirNucProMain.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "translate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return commandLine.execute(all);
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
