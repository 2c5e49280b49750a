package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.worker.engine.process.FakeChildCommand;

/** Records that no engine survives, in one shard with healthy ones, as real processes. */
final class PoisonRecordIT {

    private static final List<String> CODONS = List.of("GCT", "GCC", "GGA", "GAC", "CTG", "AAC", "CAG", "ACC");
    private static final int RECORDS = 4;
    private static final int KILLING = 1;
    private static final int FAILING = 2;

    @TempDir
    private Path folder;

    @Test
    void only_the_records_that_fail_have_no_result() throws Exception {
        Random random = new Random(11);
        List<String> records = IntStream.range(0, RECORDS)
                .mapToObj(record ->
                        random.ints(100, 0, CODONS.size()).mapToObj(CODONS::get).collect(Collectors.joining()))
                .toList();
        Path input = Files.writeString(
                folder.resolve("four.fa"),
                IntStream.range(0, RECORDS)
                        .mapToObj(record -> ">r" + record + "\n" + records.get(record) + "\n")
                        .collect(Collectors.joining()));
        Path calm = folder.resolve("calm");
        Path out = folder.resolve("out");

        assertThat(Launched.run(folder, predict(input, calm, fake("calm-starts"))))
                .isZero();
        String[] disturbed = predict(
                input,
                out,
                fake(
                        "starts",
                        "kill-worker=" + records.get(KILLING).substring(90, 150),
                        "reject=" + records.get(FAILING).substring(90, 150)));
        try (Launched run = Launched.start(folder, disturbed)) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
        }

        List<String> failed = Files.readAllLines(out.resolve("failed.tsv"));
        assertThat(failed).hasSize(3);
        assertThat(failed.get(1)).startsWith("four.fa\tr1\ttask_dead\t").contains("worker was lost");
        assertThat(failed.get(2)).startsWith("four.fa\tr2\ttask_dead\t").contains("a record of poison");
        for (String table : List.of("prediction_results.txt", "prediction_results_highestscore.csv")) {
            List<String> healthy = Files.readAllLines(
                            calm.resolve("four_merged").resolve(table))
                    .stream()
                    .filter(line -> !line.startsWith("r1_") && !line.startsWith("r2_"))
                    .filter(line -> !line.startsWith("r1\t") && !line.startsWith("r2\t"))
                    .filter(line -> !line.startsWith("r1,") && !line.startsWith("r2,"))
                    .toList();
            assertThat(Files.readAllLines(out.resolve("four_merged").resolve(table)))
                    .as(table)
                    .isEqualTo(healthy)
                    .hasSizeGreaterThan(2);
        }
        String events = Files.readString(out.resolve("events.jsonl"));
        assertThat(events).contains("\"type\":\"split\"");
    }

    private String fake(String name, String... faults) throws IOException {
        return FakeChildCommand.of(Files.createDirectory(folder.resolve(name)), faults).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private static String[] predict(Path input, Path out, String command) {
        return new String[] {
            "predict",
            "-o",
            out.toString(),
            input.toString(),
            "--models",
            Oracle.MODELS.toString(),
            "--engine",
            "process",
            "--engine-command",
            command,
            "--workers",
            "2",
            "--max-shard-seconds",
            "60"
        };
    }
}
