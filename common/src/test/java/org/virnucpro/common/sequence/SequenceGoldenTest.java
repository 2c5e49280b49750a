package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;

/** The three files of the reference, byte for byte. */
final class SequenceGoldenTest {

    @TempDir
    Path folder;

    static Stream<Arguments> cases() throws IOException {
        try (Stream<Path> children = Files.list(RepositoryFiles.golden(""))) {
            return children
                    .filter(child -> Files.exists(child.resolve("chunk300/chunked.fa")))
                    .sorted()
                    .flatMap(child -> Stream.of(300, 500)
                            .map(size -> Arguments.of(child.getFileName().toString(), size, child)))
                    .toList()
                    .stream();
        }
    }

    @Test
    void every_committed_case_is_found() throws IOException {
        assertThat(cases()).hasSize(2 * 15);
    }

    @ParameterizedTest(name = "{0} cut to {1}")
    @MethodSource("cases")
    void files_equal_those_of_the_reference(String name, int chunkSize, Path golden) throws IOException {
        assertThat(translate(golden.resolve("input.fa"), chunkSize)).isEmpty();
        assertGolden(golden.resolve("chunk" + chunkSize), chunkSize);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "repo_test_fixed_500bp",
                "repo_test_sequences",
                "repo_test_sequences_small",
                "repo_test_with_orfs"
            })
    void files_equal_those_of_the_reference_for_third_party_input(String name) throws IOException {
        Path golden = SharedFiles.orSkip("golden/upstream/" + name);
        for (int chunkSize : new int[] {300, 500}) {
            assertThat(translate(golden.resolve("input.fa"), chunkSize)).isEmpty();
            assertGolden(golden.resolve("chunk" + chunkSize), chunkSize);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"test_fixed_500bp", "test_sequences_small", "test_with_orfs"})
    void files_equal_those_that_a_user_of_the_reference_committed(String stem) throws IOException {
        Path reference = SharedFiles.orSkip("golden/upstream/reference");
        translate(reference.resolve(stem + ".fa"), 500);
        for (String suffix : List.of("_chunked500.fa", "_identified_nucleotide.fa", "_identified_protein.faa")) {
            assertThat(folder.resolve("out" + suffix)).hasSameBinaryContentAs(reference.resolve(stem + suffix));
        }
    }

    @Test
    void whole_run_of_the_reference_starts_with_the_same_files() throws IOException {
        Path golden = RepositoryFiles.golden("e2e_fake_embeddings");
        translate(golden.resolve("input.fa"), 500);
        for (String suffix : List.of("_chunked500.fa", "_identified_nucleotide.fa", "_identified_protein.faa")) {
            assertThat(folder.resolve("out" + suffix)).hasSameBinaryContentAs(golden.resolve("input" + suffix));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 500})
    void record_without_bases_is_rejected_and_its_neighbours_are_processed(int chunkSize) throws IOException {
        Path input = RepositoryFiles.golden("zero_length/input.fa");
        List<RejectedRecord> rejected = translate(input, chunkSize);
        assertThat(rejected).hasSize(1);
        assertThat(rejected.get(0).id()).isEqualTo("empty");
        assertThat(rejected.get(0).reason()).isEqualTo(RejectionReason.EMPTY_RECORD);
        assertThat(rejected.get(0).message()).startsWith("line 14: ");
        byte[] withEmpty = Files.readAllBytes(folder.resolve("out_chunked" + chunkSize + ".fa"));

        Path without = folder.resolve("without.fa");
        Files.writeString(without, Files.readString(input).replace(">empty\n", ""));
        translate(without, chunkSize);
        assertThat(folder.resolve("out_chunked" + chunkSize + ".fa")).hasBinaryContent(withEmpty);
        assertThat(withEmpty).isNotEmpty();
    }

    @Test
    void file_without_a_header_gives_three_empty_files() throws IOException {
        Path input = folder.resolve("no_header.fa");
        Files.writeString(input, "ACGTACGT\n >x\nACGT\n");
        assertThat(translate(input, 300)).isEmpty();
        for (String suffix : List.of("_chunked300.fa", "_identified_nucleotide.fa", "_identified_protein.faa")) {
            assertThat(folder.resolve("out" + suffix)).isEmptyFile();
        }
    }

    private void assertGolden(Path golden, int chunkSize) {
        assertThat(folder.resolve("out_chunked" + chunkSize + ".fa"))
                .hasSameBinaryContentAs(golden.resolve("chunked.fa"));
        assertThat(folder.resolve("out_identified_nucleotide.fa"))
                .hasSameBinaryContentAs(golden.resolve("identified_nucleotide.fa"));
        assertThat(folder.resolve("out_identified_protein.faa"))
                .hasSameBinaryContentAs(golden.resolve("identified_protein.faa"));
    }

    private List<RejectedRecord> translate(Path input, int chunkSize) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
        List<FastaEntry> entries = FastaEntries.of(input);
        try (TranslationFiles files = TranslationFiles.create(folder, "out", chunkSize)) {
            for (FastaRecord record : FastaEntries.usable(entries)) {
                for (Chunk chunk : finder.chunker().chunks(record).toList()) {
                    files.write(chunk);
                    for (OpenFrame frame : finder.openFrames(chunk)) {
                        files.write(frame);
                    }
                }
            }
            files.commit();
        }
        return FastaEntries.rejected(entries);
    }
}
