package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.coordinator.verify.ResultVerifier;

/** Results of a real run with every kind of output: an altered byte is found, and so is a changed or missing input. */
final class VerifyIT {

    @TempDir
    Path folder;

    @Test
    void one_altered_byte_of_any_output_is_found() throws Exception {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, ">good\n" + "GCC".repeat(120) + "\n>empty\n>no_frame\nTAACTAACTAACTTAGTTAGTTAGTTA\n");
        Path out = folder.resolve("out").toAbsolutePath();
        try (Launched run = Launched.start(
                folder,
                "predict",
                input.toString(),
                "-o",
                out.toString(),
                "--models",
                Oracle.MODELS.toString(),
                "--workers",
                "1",
                "--save-embeddings",
                "hdf5")) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
            assertThat(run.output())
                    .contains("proof: 3 records in = 1 with rows + 1 without an open frame + 1 failed;"
                            + " 6 open frames in = 6 rows out; ");
        }
        Path real = out.toRealPath();
        assertThat(new ResultVerifier(real).verify().problems()).isEmpty();

        List<Path> outputs;
        try (Stream<Path> files = Files.walk(real)) {
            outputs = files.filter(Files::isRegularFile).toList();
        }
        assertThat(outputs)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "run.json",
                        "events.jsonl",
                        "throughput.tsv",
                        "failed.tsv",
                        "prediction_results.txt",
                        "prediction_results_highestscore.csv",
                        "x_scores.tsv",
                        "x_virus.fna",
                        "x_virus_summary.tsv",
                        "x_embeddings.h5");
        Random random = new Random(1);
        for (Path output : outputs) {
            assertFound(real, output, random);
        }
        assertThat(new ResultVerifier(real).verify().problems()).isEmpty();

        Files.writeString(input, Files.readString(input).replace(">good", ">food"));
        assertThat(new ResultVerifier(real).verify().problems())
                .singleElement()
                .asString()
                .contains("x.fa", "not the file that was predicted");
        Files.delete(input);
        assertThat(new ResultVerifier(real).verify().problems()).isEmpty();
        assertThat(new ResultVerifier(real).verify().notes())
                .singleElement()
                .asString()
                .contains("x.fa is not there any more");
    }

    private static void assertFound(Path out, Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            byte[] altered = bytes.clone();
            altered[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, altered);
        } else {
            Files.writeString(file, "x");
        }
        assertThat(new ResultVerifier(out).verify().problems())
                .as("altered " + file)
                .isNotEmpty();
        Files.delete(file);
        if (!file.endsWith("run.json")) {
            assertThat(new ResultVerifier(out).verify().problems())
                    .as("without " + file)
                    .isNotEmpty();
        }
        Files.write(file, bytes);
    }
}
