package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.merge.ResultMerger;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.RunPlanner;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.predict.ModelShardPredictor;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.SyntheticShardPredictor;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;

/** Plan, predict and merge in one process: how a run is cut changes no byte of its results. */
final class CutRecordsTest {

    private static final WorkerId WORKER = new WorkerId("w");
    private static final ShardLimit UNCUT = new ShardLimit(Duration.ofDays(1), 0);
    /** A second per residue, so that a chunk with frames is dearer than any limit here. */
    private static final CostModel DEAR = new CostModel(1, 0, 0, 0.001);

    @TempDir
    Path folder;

    private Path input;

    @BeforeEach
    void an_input_with_long_short_empty_and_frameless_records() throws IOException {
        String text = Files.readString(RepositoryFiles.golden("long").resolve("input.fa"))
                + "\n>empty\n"
                + Files.readString(RepositoryFiles.golden("no_orf").resolve("input.fa"))
                + "\n>stops\n" + "TAATTAGTTGATTAA".repeat(300)
                + "\n" + Files.readString(RepositoryFiles.fixture("demo/predict/f03.fa"))
                + Files.readString(RepositoryFiles.golden("long").resolve("input.fa"));
        input = Files.writeString(folder.resolve("x.fa"), text);
    }

    @ParameterizedTest
    @CsvSource({"300, 0.001", "300, 400", "500, 0.001", "500, 400"})
    void tables_of_a_cut_run_are_those_of_an_uncut_one(int chunkSize, double seconds) throws IOException {
        try (ShardPredictor synthetic = new SyntheticShardPredictor(1e9, time -> {})) {
            Map<String, String> whole = run("whole", input, chunkSize, UNCUT, synthetic);
            ShardLimit limit = new ShardLimit(Duration.ofMillis((long) (seconds * 1000)), 0);
            assertThat(run("cut", input, chunkSize, limit, synthetic)).isEqualTo(whole);
            assertThat(run("packed", packed(), chunkSize, limit, synthetic)).isEqualTo(whole);
            assertThat(whole.get("failed.tsv").lines()).hasSize(2);
        }
    }

    @Test
    void the_reference_models_give_the_same_bits_for_pieces_of_a_record() throws IOException {
        try (ShardPredictor models = demoModels()) {
            Path one = RepositoryFiles.fixture("demo/predict/f02.fa");
            Map<String, String> whole = run("whole", one, 300, UNCUT, models);
            assertThat(run("cut", one, 300, new ShardLimit(Duration.ofMillis(1), 0), models))
                    .isEqualTo(whole);
        }
    }

    private Path packed() throws IOException {
        Path packed = folder.resolve("x.fa.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(input, out);
        }
        return packed;
    }

    /** Every published file by its name. */
    private Map<String, String> run(String name, Path file, int chunkSize, ShardLimit limit, ShardPredictor predictor)
            throws IOException {
        RunSpec spec = new RunSpec(
                new RunId(name),
                List.of(new InputFile(new DataPath("in", "x.fa"), "x", Files.size(file))),
                new DataPath("out", ""),
                chunkSize,
                "synthetic",
                "",
                StealSettings.ON,
                limit,
                ResultSettings.DEFAULT);
        RunPlan plan = new RunPlanner(DEAR).plan(spec, any -> file, List.of(new WorkerSpeed(WORKER, 1)));
        assertThat(plan.tasks().stream().anyMatch(task -> !task.shard().chunks().coversAll()))
                .as("records are cut")
                .isEqualTo(limit != UNCUT);
        PartFolder parts = PartFolder.below(folder, spec.run());
        Files.createDirectories(parts.path());
        Map<TaskId, FencingToken> winners = new HashMap<>();
        List<Task> anyOrder = new ArrayList<>(plan.tasks());
        Collections.shuffle(anyOrder, new Random(1));
        long records = 0;
        for (Task task : anyOrder) {
            FencingToken token = new FencingToken(winners.size() + 1L);
            winners.put(task.id(), token);
            write(spec, task, token, new ShardJob(task.shard(), file, chunkSize, 0), predictor, parts);
            records += new PartReader(parts, spec.run(), new PartName(task.id(), token))
                    .read(row -> {})
                    .footer()
                    .records();
        }
        assertThat(records).isEqualTo(plan.work().records());
        Path staging = Files.createDirectory(folder.resolve("staging-" + name));
        new ResultMerger(spec, plan, parts, staging).merge(winners, List.of(), any -> file);
        return files(staging);
    }

    private static void write(
            RunSpec spec, Task task, FencingToken token, ShardJob job, ShardPredictor predictor, PartFolder parts)
            throws IOException {
        PartHeader header = new PartHeader(
                spec.run(), task.id(), token, WORKER, new Incarnation("i"), "synthetic", "synthetic", "", task.shard());
        try (PartWriter part = new PartWriter(parts, header)) {
            RowSink sink = new RowSink() {
                @Override
                public void row(String sequenceId, float othersScore, float virusScore) {
                    part.row(sequenceId, othersScore, virusScore);
                }

                @Override
                public void reject(Rejection rejection) {
                    part.reject(rejection);
                }
            };
            var summary = predictor.predict(job, sink, () -> false);
            part.commit(summary.records(), summary.chunks());
        }
    }

    private static Map<String, String> files(Path staging) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(staging)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        staging.relativize(file).toString(),
                        Files.readString(file).replace("x.fa.gz\t", "x.fa\t"));
            }
        }
        return files;
    }

    private static ShardPredictor demoModels() {
        Path demo = RepositoryFiles.fixture("demo");
        Classifier classifier;
        try (TensorSource weights = Checkpoints.open(demo.resolve("classifier/classifier.safetensors"))) {
            classifier = Classifier.load(weights);
        }
        return new ModelShardPredictor(
                CpuEmbeddingEngine.open(demo.resolve("dnabert"), 2),
                CpuEmbeddingEngine.open(demo.resolve("esm2"), 2),
                Map.of(300, classifier::classify),
                ModelShardPredictor.DEFAULT_BATCH);
    }
}
