package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.worker.loop.LoopFixture.SELF;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.EmbeddingPartReader;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.table.TableFormat;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.ShardSummary;

/** A run that keeps embeddings: they travel beside the parts, under the same tokens. */
@ExtendWith(RedisExtension.class)
class KeptEmbeddingsRedisTest {

    @TempDir
    Path folder;

    private LoopFixture fixture;

    @BeforeEach
    void start_a_cluster(TestRedis redis) {
        fixture = new LoopFixture(redis, folder);
    }

    @Test
    void every_row_of_a_part_has_its_embedding() throws IOException {
        OpenRun run = openRun();

        fixture.run(ScoresAsEmbeddings::new);

        assertThat(run.files()).hasSize(2 * 14);
        for (var winner : run.queues().winners().entrySet()) {
            PartName name = new PartName(winner.getKey(), winner.getValue());
            List<Float> scores = new ArrayList<>();
            new PartReader(run.parts(), run.spec().run(), name)
                    .read(row -> scores.add(Float.parseFloat(row.split("\t", -1)[3])));
            try (EmbeddingPartReader embeddings = EmbeddingPartReader.open(run.parts(), name, scores.size())) {
                float[] row = new float[2];
                for (float score : scores) {
                    embeddings.next(row);
                    assertThat(row).containsExactly(1 - score, score);
                }
                embeddings.finish();
            }
        }
    }

    @Test
    void the_embeddings_of_a_task_that_was_taken_away_are_deleted() throws IOException {
        OpenRun run = openRun();

        fixture.run(predictor -> Predicting.first(() -> run.queues().cancel(List.of(new TaskId(0))))
                .apply(new ScoresAsEmbeddings(predictor)));

        assertThat(run.files()).hasSize(2 * 13);
    }

    private OpenRun openRun() throws IOException {
        return fixture.openRun(
                SELF,
                StealSettings.OFF,
                "synthetic",
                Duration.ofSeconds(30),
                new ResultSettings(TableFormat.VANILLA, EmbeddingFormat.NPY, Map.of()));
    }

    /** Hands on the scores of a predictor without models as embeddings of width 2. */
    private record ScoresAsEmbeddings(ShardPredictor predictor) implements ShardPredictor {

        @Override
        public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
            RowSink both = new RowSink() {
                @Override
                public void row(String sequenceId, float othersScore, float virusScore) {
                    sink.features(new float[] {othersScore, virusScore}, 1);
                    sink.row(sequenceId, othersScore, virusScore);
                }

                @Override
                public void reject(Rejection rejection) {
                    sink.reject(rejection);
                }
            };
            return predictor.predict(job, both, cancellation);
        }

        @Override
        public void close() {
            predictor.close();
        }
    }
}
