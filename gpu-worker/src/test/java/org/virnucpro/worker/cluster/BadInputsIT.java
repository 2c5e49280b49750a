package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.compression.Compression;
import org.virnucpro.common.compression.Packed;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.verify.ResultVerifier;
import org.virnucpro.coordinator.verify.Verification;

/** Inputs in every form and of every kind in one run of real processes. */
final class BadInputsIT {

    @TempDir
    Path folder;

    @Test
    void every_compression_gives_the_same_bytes_and_bad_inputs_take_nobody_down() throws Exception {
        byte[] fasta = Files.readAllBytes(RepositoryFiles.golden("iupac/input.fa"));
        List<Path> inputs = new ArrayList<>();
        for (Compression format : Compression.values()) {
            // the names say nothing about the content
            inputs.add(write(format.name().toLowerCase(Locale.ROOT) + ".png", Packed.of(format, fasta, 2000)));
        }
        byte[] gzip = Packed.gzip(fasta, 2000);
        inputs.add(write("truncated.fa", Arrays.copyOf(gzip, gzip.length - 9)));
        inputs.add(write("reads.fa", "@r\nACGT\n+\nIIII\n".getBytes(StandardCharsets.UTF_8)));
        inputs.add(write("spaces and \u00fc.fa", new byte[] {1, 2, 0, 3}));
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(
                List.of("predict", "-o", out.toString(), "--engine", "synthetic", "--workers", "2", "-l", "300"));
        arguments.addAll(List.of("--max-shard-seconds", "0.01"));
        inputs.forEach(input -> arguments.add(input.toString()));
        try (Launched run = Launched.start(folder, arguments.toArray(String[]::new))) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCodes.PARTIAL);
            assertThat(run.output()).contains("3 inputs have no results at all");
        }
        assertThat(Files.readAllLines(out.resolve("failed.tsv")))
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("input\t"),
                        truncated -> assertThat(truncated)
                                .startsWith("truncated.fa\t\tbad_input\tthe gzip file")
                                .contains("ends in the middle", "byte " + (gzip.length - 9)),
                        reads -> assertThat(reads)
                                .startsWith("reads.fa\t\tbad_input\t")
                                .contains("FASTQ", "awk"),
                        binary -> assertThat(binary)
                                .startsWith("spaces and \u00fc.fa\t\tbad_input\t")
                                .contains("byte 2 is zero"));
        for (Compression format : Compression.values()) {
            String stem = format.name().toLowerCase(Locale.ROOT);
            for (String name : List.of("prediction_results.txt", "prediction_results_highestscore.csv")) {
                assertThat(out.resolve(stem + "_merged").resolve(name))
                        .hasSameBinaryContentAs(out.resolve("none_merged").resolve(name));
            }
            assertThat(out.resolve(stem + "_merged").resolve(stem + "_scores.tsv"))
                    .hasSameBinaryContentAs(out.resolve("none_merged/none_scores.tsv"));
        }
        assertThat(out.resolve("none_merged/prediction_results.txt")).content().contains("F1\t", "R3\t");
        assertThat(out.resolve("reads_merged")).doesNotExist();
        Verification verified = new ResultVerifier(out.toRealPath()).verify();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.notes()).anySatisfy(note -> assertThat(note).startsWith("no results of the input reads: "));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
