package org.virnucpro.worker.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;

class ModelShardPredictorTest {

    private static final Path INPUT = RepositoryFiles.fixture("demo/predict/f03.fa");
    private static final Cancellation NEVER = () -> false;

    @TempDir
    Path folder;

    private final CountingEngine bases = new CountingEngine("ACGT");
    private final CountingEngine residues = new CountingEngine("LKW");

    @Test
    void rows_are_the_same_for_any_batch_size() throws IOException {
        List<CollectedRows.Row> single = rows(1, Shards.wholeJob(INPUT, 300));

        assertThat(rows(7, Shards.wholeJob(INPUT, 300))).isEqualTo(single);
        assertThat(rows(64, Shards.wholeJob(INPUT, 300))).isEqualTo(single);
        assertThat(bases.largestBatch()).isBetween(8, 64);
    }

    @Test
    void rows_come_in_the_order_of_the_open_frames_with_features_of_their_own() throws IOException {
        List<CollectedRows.Row> expected = new ArrayList<>();
        OpenFrameFinder finder = new OpenFrameFinder(300);
        try (FastaReader reader = FastaReader.open(INPUT)) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                finder.openFrames((FastaRecord) entry).forEach(frame -> expected.add(expectedRow(frame)));
            }
        }

        assertThat(rows(7, Shards.wholeJob(INPUT, 300))).isEqualTo(expected).hasSizeGreaterThan(7);
    }

    @Test
    void shards_of_a_file_give_the_rows_of_the_file() throws IOException {
        List<CollectedRows.Row> together = new ArrayList<>();
        for (ShardJob shard : recordByRecord(INPUT)) {
            together.addAll(rows(64, shard));
        }

        assertThat(together).isEqualTo(rows(64, Shards.wholeJob(INPUT, 300)));
    }

    @Test
    void a_rejected_record_is_noted_and_the_others_go_on() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), ">a\nATGAAACGT\n>empty\n>b\nATGAAACGT\n");
        CollectedRows rows = new CollectedRows();

        ShardSummary summary = predictor(64).predict(Shards.wholeJob(input, 300), rows, NEVER);

        assertThat(rows.rows()).extracting(row -> row.id().charAt(0)).contains('a', 'b');
        assertThat(rows.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.sequenceName()).isEqualTo("empty");
            assertThat(rejection.reason()).isEqualTo("empty_record");
            assertThat(rejection.message()).contains("line 3");
        });
        assertThat(summary).isEqualTo(new ShardSummary(3, 2));
    }

    @Test
    void a_slice_without_the_planned_records_is_refused() throws IOException {
        Shard planned = Shards.whole(INPUT, 300);
        Shard changed = new Shard(0, planned.start(), planned.end(), 1, planned.records() + 1, planned.frames());

        assertThatThrownBy(() -> rows(64, new ShardJob(changed, INPUT, 300, 0)))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("f03.fa")
                .hasMessageContaining("input changed");
    }

    @Test
    void pieces_of_a_record_give_the_rows_of_the_record_and_count_it_once() throws IOException {
        Path input = Files.writeString(
                folder.resolve("x.fa"), ">a\nACGT\n>long\n" + "GCCAAATGG".repeat(200) + "\n>b\nACGT\n");
        FastaRecord record = record(input, "long");
        List<CollectedRows.Row> together = new ArrayList<>();
        long records = 0;
        for (ChunkRange piece : List.of(new ChunkRange(0, 2), new ChunkRange(2, 3), new ChunkRange(3, 6))) {
            CollectedRows rows = new CollectedRows();
            ShardSummary summary = predictor(64).predict(piece(input, record, piece), rows, NEVER);
            together.addAll(rows.rows());
            records += summary.records();
            assertThat(summary.chunks()).isEqualTo(piece.end() - piece.first());
        }

        assertThat(records).isEqualTo(1);
        assertThat(together)
                .hasSizeGreaterThan(6)
                .isEqualTo(rows(64, Shards.wholeJob(input, 300)).stream()
                        .filter(row -> row.id().startsWith("long_"))
                        .toList());
    }

    @Test
    void a_piece_of_a_record_that_has_become_shorter_or_unusable_is_refused() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), ">long\n" + "GCCAAATGG".repeat(200) + "\n");
        FastaRecord record = record(input, "long");
        ShardJob beyond = piece(input, record, new ChunkRange(5, 7));
        assertThatThrownBy(() -> rows(64, beyond))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("6 chunks")
                .hasMessageContaining("input changed");
        ShardJob last = piece(input, record, new ChunkRange(5, 6));
        Files.writeString(input, ">long\n" + "\u00e9CCAAATGG".repeat(200) + "\n");
        assertThatThrownBy(() -> rows(64, last))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("input changed");
    }

    @Test
    void scores_that_are_no_numbers_name_their_frame() throws IOException {
        FeatureClassifier broken = (features, rows) -> {
            float[] scores = new float[rows * 2];
            scores[3] = Float.NaN;
            return scores;
        };
        String second = rows(64, Shards.wholeJob(INPUT, 300)).get(1).id();

        assertThatThrownBy(() -> new ModelShardPredictor(bases, residues, Map.of(300, broken), 64)
                        .predict(Shards.wholeJob(INPUT, 300), new CollectedRows(), NEVER))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining(second)
                .hasMessageContaining("NaN");
    }

    @Test
    void embeddings_that_are_no_numbers_name_their_frame_whatever_the_score() throws IOException {
        FeatureClassifier blind = (features, rows) -> new float[rows * 2];
        String third = rows(64, Shards.wholeJob(INPUT, 300)).get(2).id();
        EmbeddingEngine broken = new EmbeddingEngine() {
            @Override
            public int width() {
                return residues.width();
            }

            @Override
            public EmbeddingMatrix embed(List<String> sequences) {
                EmbeddingMatrix matrix = residues.embed(sequences);
                matrix.values()[2 * width() + 1] = Float.NEGATIVE_INFINITY;
                return matrix;
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> new ModelShardPredictor(bases, broken, Map.of(300, blind), 64)
                        .predict(Shards.wholeJob(INPUT, 300), new CollectedRows(), NEVER))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining(third)
                .hasMessageContaining("ESM-2")
                .hasMessageContaining("-Infinity");
    }

    @Test
    void a_cancelled_shard_stops_between_batches() throws IOException {
        CollectedRows rows = new CollectedRows();
        Cancellation afterTheFirstRows = () -> !rows.rows().isEmpty();

        assertThatThrownBy(() -> predictor(2).predict(Shards.wholeJob(INPUT, 300), rows, afterTheFirstRows))
                .isInstanceOf(CancelledException.class);
        assertThat(rows.rows()).hasSize(2);
    }

    @Test
    void a_chunk_size_without_classifier_is_refused() throws IOException {
        ShardJob job = Shards.wholeJob(INPUT, 500);

        assertThatThrownBy(() -> rows(64, job))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("500");
    }

    @Test
    void closing_frees_both_models() {
        predictor(1).close();

        assertThat(bases.isClosed()).isTrue();
        assertThat(residues.isClosed()).isTrue();
    }

    @Test
    void a_synthetic_predictor_waits_and_scores_by_sequence_alone() throws IOException {
        AtomicInteger millis = new AtomicInteger();
        SyntheticShardPredictor synthetic =
                new SyntheticShardPredictor(4, time -> millis.addAndGet((int) time.toMillis()));
        CollectedRows whole = new CollectedRows();
        synthetic.predict(Shards.wholeJob(INPUT, 300), whole, NEVER);
        CollectedRows parts = new CollectedRows();
        for (ShardJob shard : recordByRecord(INPUT)) {
            new SyntheticShardPredictor(1000, time -> {}).predict(shard, parts, NEVER);
        }

        assertThat(millis).hasValue(250);
        assertThat(parts.rows()).isEqualTo(whole.rows());
        assertThat(whole.rows())
                .allSatisfy(row -> assertThat(row.others() + row.virus()).isEqualTo(1f));
        assertThat(whole.rows().stream().map(CollectedRows.Row::virus).distinct())
                .hasSizeGreaterThan(5);
    }

    @Test
    void what_reading_took_is_part_of_the_time_that_a_synthetic_shard_takes() throws IOException {
        AtomicLong nanos = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        AtomicLong paused = new AtomicLong();
        SyntheticShardPredictor synthetic = new SyntheticShardPredictor(
                4,
                time -> {
                    paused.addAndGet(time.toMillis());
                    nanos.addAndGet(time.toNanos());
                },
                () -> looks.getAndIncrement() == 0 ? nanos.getAndAdd(100_000_000) : nanos.get());
        synthetic.predict(Shards.wholeJob(INPUT, 300), new CollectedRows(), NEVER);
        assertThat(paused).hasValue(150);
    }

    @Test
    void a_waiting_synthetic_predictor_can_be_stopped() throws IOException {
        AtomicInteger pauses = new AtomicInteger();
        SyntheticShardPredictor synthetic = new SyntheticShardPredictor(1, time -> pauses.incrementAndGet());
        ShardJob job = Shards.wholeJob(INPUT, 300);

        assertThatThrownBy(() -> synthetic.predict(job, new CollectedRows(), () -> pauses.get() == 3))
                .isInstanceOf(CancelledException.class);
        assertThat(pauses).hasValue(3);
    }

    private static FastaRecord record(Path file, String id) throws IOException {
        try (FastaReader reader = FastaReader.open(file)) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.id().equals(id)) {
                    return (FastaRecord) entry;
                }
            }
        }
        throw new AssertionError("no record " + id);
    }

    private static ShardJob piece(Path file, FastaRecord record, ChunkRange chunks) {
        Shard shard = new Shard(
                0,
                record.offset(),
                record.end(),
                record.line(),
                chunks.first() == 0 ? 1 : 0,
                0,
                record.bases().length(),
                chunks);
        return new ShardJob(shard, file, 300, 0);
    }

    private List<ShardJob> recordByRecord(Path file) throws IOException {
        List<ShardJob> jobs = new ArrayList<>();
        OpenFrameFinder finder = new OpenFrameFinder(300);
        try (FastaReader reader = FastaReader.open(file)) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                long frames = finder.count((FastaRecord) entry).openFrames();
                Shard shard = new Shard(0, entry.offset(), entry.end(), entry.line(), 1, frames);
                jobs.add(new ShardJob(shard, file, 300, 10));
            }
        }
        return jobs;
    }

    private List<CollectedRows.Row> rows(int batchSize, ShardJob job) throws IOException {
        CollectedRows rows = new CollectedRows();
        predictor(batchSize).predict(job, rows, NEVER);
        return rows.rows();
    }

    private ModelShardPredictor predictor(int batchSize) {
        return new ModelShardPredictor(bases, residues, Map.of(300, ModelShardPredictorTest::countedScores), batchSize);
    }

    /** Others: A minus L; virus: T plus W. The columns are ACGT, then LKW. */
    private static float[] countedScores(float[] features, int rows) {
        float[] scores = new float[rows * 2];
        for (int row = 0; row < rows; row++) {
            scores[2 * row] = features[7 * row] - features[7 * row + 4];
            scores[2 * row + 1] = features[7 * row + 3] + features[7 * row + 6];
        }
        return scores;
    }

    private static CollectedRows.Row expectedRow(OpenFrame frame) {
        return new CollectedRows.Row(
                frame.id(),
                count(frame.nucleotides(), 'A') - count(frame.protein(), 'L'),
                count(frame.nucleotides(), 'T') + count(frame.protein(), 'W'));
    }

    private static float count(String text, char letter) {
        return text.chars().filter(c -> c == letter).count();
    }
}
