package org.virnucpro.worker.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.EmbeddingPartWriter;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.TableFormat;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.merge.ResultMerger;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.FloatTensor;
import org.virnucpro.worker.weights.TensorSource;

/** From shards, computed in any order, to the merged results with the embeddings of all open frames. */
final class SavedEmbeddingsTest {
    private static final RunId RUN = new RunId("r");
    private static final WorkerId WORKER = new WorkerId("w");
    private static final FencingToken TOKEN = new FencingToken(3);
    private static final FencingToken STALE = new FencingToken(1);
    private static final Path INPUT = RepositoryFiles.fixture("demo/predict/f03.fa");
    private static final int CHUNK_SIZE = 300;

    @TempDir
    Path folder;

    private final CountingEngine bases = new CountingEngine("ACGT");
    private final CountingEngine residues = new CountingEngine("LKW");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void bytes_do_not_depend_on_how_the_input_is_cut_or_in_which_order_it_is_computed(EmbeddingFormat format)
            throws IOException {
        Map<String, String> whole = merged("whole", List.of(Shards.whole(INPUT, CHUNK_SIZE)), format);
        Map<String, String> cut = merged("cut", recordByRecord(), format);
        assertThat(cut).isEqualTo(whole);
        assertThat(cut.keySet()).hasSize(6);
    }

    @Test
    void a_row_holds_the_embeddings_of_the_row_of_the_table_at_its_place() throws IOException {
        merged("npy", recordByRecord(), EmbeddingFormat.NPY);
        merged("pt", recordByRecord(), EmbeddingFormat.PT);
        List<float[]> expected = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(INPUT)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                new OpenFrameFinder(CHUNK_SIZE).openFrames((FastaRecord) entry).forEach(frame -> {
                    float[] dna = bases.embed(List.of(frame.nucleotides())).values();
                    float[] protein = residues.embed(List.of(frame.protein())).values();
                    float[] both = new float[dna.length + protein.length];
                    System.arraycopy(dna, 0, both, 0, dna.length);
                    System.arraycopy(protein, 0, both, dna.length, protein.length);
                    expected.add(both);
                });
            }
        }
        Path results = folder.resolve("npy/staging/f03_merged");
        FloatTensor rows = NpyReader.readAll(results.resolve("f03_embeddings.npy"));
        assertThat(rows.shape()).containsExactly(expected.size(), expected.get(0).length);
        for (int i = 0; i < expected.size(); i++) {
            int width = expected.get(i).length;
            assertThat(Arrays.copyOfRange(rows.values(), i * width, (i + 1) * width))
                    .isEqualTo(expected.get(i));
        }
        assertThat(Files.readAllLines(results.resolve(PredictionTable.FILE_NAME)))
                .hasSize(expected.size() + 1);
        try (TensorSource torch = Checkpoints.open(folder.resolve("pt/staging/f03_merged/output_1_merged.pt"))) {
            assertThat(torch.read("data").shape()).isEqualTo(rows.shape());
            assertThat(torch.read("data").values()).isEqualTo(rows.values());
        }
    }

    /** The files of a merge by name, their bytes as text of one character each. */
    private Map<String, String> merged(String name, List<Shard> shards, EmbeddingFormat format) throws IOException {
        Path output = Files.createDirectories(folder.resolve(name));
        PartFolder parts = PartFolder.below(output, RUN);
        Files.createDirectories(parts.path());
        List<Task> tasks = new ArrayList<>();
        Map<TaskId, FencingToken> winners = new TreeMap<>(Comparator.comparing(TaskId::index));
        for (Shard shard : shards) {
            tasks.add(new Task(new TaskId(tasks.size()), 1, 1, WORKER, shard));
        }
        List<Task> order = new ArrayList<>(tasks);
        Collections.reverse(order);
        for (Task task : order) {
            compute(parts, task, TOKEN);
            winners.put(task.id(), TOKEN);
        }
        compute(parts, tasks.get(0), STALE);
        RunSpec spec = new RunSpec(
                RUN,
                List.of(new InputFile(new DataPath("in", "f03.fa"), "f03", Files.size(INPUT))),
                new DataPath("out", ""),
                CHUNK_SIZE,
                "cpu",
                "",
                StealSettings.OFF,
                ShardLimit.DEFAULT,
                new ResultSettings(TableFormat.VANILLA, format, Map.of()));
        RunPlan plan = new RunPlan(
                List.of(new PlannedInput("f03.fa", "f03", 0, tasks.size(), Work.NONE, 0, 0, null)),
                tasks,
                tasks.stream().map(task -> Work.NONE).toList());
        Path staging = Files.createDirectory(output.resolve("staging"));
        new ResultMerger(spec, plan, parts, staging).merge(winners, List.of(), file -> INPUT);
        Map<String, String> files = new TreeMap<>();
        try (var results = Files.list(staging.resolve("f03_merged"))) {
            for (Path file : results.toList()) {
                files.put(
                        String.valueOf(file.getFileName()),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private void compute(PartFolder parts, Task task, FencingToken token) throws IOException {
        PartHeader header =
                new PartHeader(RUN, task.id(), token, WORKER, Incarnation.fresh(), "cpu", "cpu", "", task.shard());
        try (PartWriter part = new PartWriter(parts, header);
                EmbeddingPartWriter embeddings = new EmbeddingPartWriter(parts, header.name())) {
            RowSink sink = new RowSink() {
                @Override
                public void row(String sequenceId, float othersScore, float virusScore) {
                    part.row(sequenceId, othersScore, virusScore);
                }

                @Override
                public void features(float[] features, int frames) {
                    embeddings.rows(features, frames);
                }

                @Override
                public void reject(Rejection rejection) {
                    part.reject(rejection);
                }
            };
            ShardJob job = new ShardJob(task.shard(), INPUT, CHUNK_SIZE, 0);
            FeatureClassifier fair = (features, rows) -> {
                float[] scores = new float[2 * rows];
                Arrays.fill(scores, 0.5f);
                return scores;
            };
            ShardSummary summary = new ModelShardPredictor(bases, residues, Map.of(CHUNK_SIZE, fair), 7)
                    .predict(job, sink, () -> false);
            embeddings.commit(task.shard().frames());
            part.commit(summary.records(), summary.chunks());
        }
    }

    private static List<Shard> recordByRecord() throws IOException {
        List<Shard> shards = new ArrayList<>();
        OpenFrameFinder finder = new OpenFrameFinder(CHUNK_SIZE);
        try (FastaReader reader = FastaReader.open(INPUT)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                long frames = finder.count((FastaRecord) entry).openFrames();
                shards.add(new Shard(0, entry.offset(), entry.end(), entry.line(), 1, frames));
            }
        }
        return shards;
    }
}
