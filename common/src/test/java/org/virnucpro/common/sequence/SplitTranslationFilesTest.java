package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnucpro.common.testkit.RepositoryFiles;

final class SplitTranslationFilesTest {

    @TempDir
    Path folder;

    static Stream<String> goldenFolders() throws IOException {
        try (Stream<Path> children = Files.list(RepositoryFiles.golden("split"))) {
            return children.map(child -> child.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void every_golden_folder_is_found() throws IOException {
        assertThat(goldenFolders())
                .containsExactlyInAnyOrder(
                        "identified_nucleotide_per1",
                        "identified_nucleotide_per3",
                        "identified_nucleotide_per7",
                        "identified_nucleotide_per10000",
                        "identified_protein_per1",
                        "identified_protein_per3",
                        "identified_protein_per7",
                        "identified_protein_per10000");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenFolders")
    void files_equal_those_of_the_reference(String name) throws IOException {
        String kind = name.replaceAll("identified_(.*)_per.*", "$1");
        int sequencesPerFile = Integer.parseInt(name.replaceAll(".*_per", ""));
        OpenFrameFinder finder = new OpenFrameFinder(300);
        try (SplitTranslationFiles files = SplitTranslationFiles.create(folder, "out", sequencesPerFile)) {
            for (FastaRecord record :
                    FastaEntries.usable(FastaEntries.of(RepositoryFiles.golden("lower_case/input.fa")))) {
                for (OpenFrame frame : finder.openFrames(record).toList()) {
                    files.write(frame);
                }
            }
            files.commit();
        }
        assertThat(contents(folder.resolve("out_" + kind)))
                .isNotEmpty()
                .isEqualTo(
                        contents(RepositoryFiles.golden("split").resolve(name).resolve("vanilla")));
    }

    @Test
    void no_record_gives_no_file() throws IOException {
        try (SplitTranslationFiles files = SplitTranslationFiles.create(folder, "out", 10)) {
            files.commit();
        }
        assertThat(folder.resolve("out_nucleotide")).isEmptyDirectory();
        assertThat(folder.resolve("out_protein")).isEmptyDirectory();
    }

    @Test
    void only_the_files_of_an_earlier_run_are_removed() throws IOException {
        for (String name : new String[] {"output_1.fa", "output_12.fa", "output_x.fa", "my_output_3.fa", "notes"}) {
            Files.writeString(folder.resolve(name), "old");
        }
        try (SplitFastaWriter writer = SplitFastaWriter.create(folder, 1)) {
            writer.write("new", "AC");
            writer.commit();
        }
        assertThat(contents(folder))
                .isEqualTo(Map.of(
                        "output_1.fa", ">new\nAC\n", "output_x.fa", "old", "my_output_3.fa", "old", "notes", "old"));
    }

    @Test
    void file_appears_when_it_is_complete() throws IOException {
        try (SplitFastaWriter writer = SplitFastaWriter.create(folder, 2)) {
            writer.write("a", "AC");
            writer.write("b", "GT");
            assertThat(folder.resolve("output_1.fa")).doesNotExist();
            writer.write("c", "CC");
            assertThat(folder.resolve("output_1.fa")).hasContent(">a\nAC\n>b\nGT\n");
            assertThat(folder.resolve("output_2.fa")).doesNotExist();
            writer.commit();
        }
        assertThat(contents(folder)).isEqualTo(Map.of("output_1.fa", ">a\nAC\n>b\nGT\n", "output_2.fa", ">c\nCC\n"));
    }

    @Test
    void without_a_commit_no_file_stays() throws IOException {
        try (SplitFastaWriter writer = SplitFastaWriter.create(folder, 1)) {
            writer.write("a", "AC");
            writer.write("b", "GT");
            assertThat(folder.resolve("output_1.fa")).exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sequence_that_starts_like_a_header_counts_as_one() throws IOException {
        try (SplitFastaWriter writer = SplitFastaWriter.create(folder, 2)) {
            writer.write("a", ">C");
            writer.write("b", "GT");
            writer.write("c", ">T");
            writer.commit();
        }
        assertThat(contents(folder))
                .isEqualTo(Map.of("output_1.fa", ">a\n>C\n", "output_2.fa", ">b\nGT\n>c\n", "output_3.fa", ">T\n"));
    }

    @Test
    void files_need_room_for_a_record() {
        assertThatThrownBy(() -> SplitFastaWriter.create(folder, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
