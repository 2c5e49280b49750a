package org.virnucpro.worker.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.RepositoryFiles;

class StagedFramesTest {

    private static final Cancellation NEVER = () -> false;

    @TempDir
    Path folder;

    private final StagedFrames staged = new StagedFrames();
    private Path input;
    private ShardJob job;

    @BeforeEach
    void an_input_with_an_unusable_record() throws IOException {
        input = folder.resolve("in.fa");
        Files.copy(RepositoryFiles.fixture("demo/predict/f03.fa"), input);
        Files.writeString(input, ">empty\n>last\nATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAG\n", StandardOpenOption.APPEND);
        job = Shards.wholeJob(input, 300);
    }

    @Test
    void staged_input_gives_what_reading_gives() throws IOException {
        List<Object> plain = read(job);
        staged.stage(job);
        assertThat(staged.holds(job)).isTrue();

        assertThat(read(job)).isEqualTo(plain).hasSizeGreaterThan(14);
        assertThat(staged.holds(job)).isFalse();
        assertThat(read(job)).isEqualTo(plain);
    }

    @Test
    void staged_input_is_not_read_again() throws IOException {
        List<Object> plain = read(job);
        staged.stage(job);
        FileTime modified = Files.getLastModifiedTime(input);
        Files.write(input, new byte[(int) Files.size(input)]);
        Files.setLastModifiedTime(input, modified);
        assertThat(read(job)).isEqualTo(plain);
    }

    @Test
    void a_file_that_has_changed_is_read_again() throws IOException {
        staged.stage(job);
        Files.write(input, new byte[(int) Files.size(input)]);
        Files.setLastModifiedTime(input, FileTime.fromMillis(1));
        assertThatThrownBy(() -> read(job)).isInstanceOf(Exception.class);
    }

    @Test
    void another_shard_drops_what_was_staged() throws IOException {
        ShardJob other = new ShardJob(job.shard(), job.input(), 500, job.costMillis());
        List<Object> plain = read(other);
        staged.stage(job);
        assertThat(read(other)).isEqualTo(plain);
        assertThat(staged.holds(job)).isFalse();
    }

    @Test
    void a_shard_that_is_too_large_is_not_staged() throws IOException {
        StagedFrames small = new StagedFrames(1000);
        small.stage(job);
        assertThat(small.holds(job)).isFalse();
    }

    @Test
    void a_shard_that_cannot_be_read_is_not_staged() {
        ShardJob missing = new ShardJob(job.shard(), folder.resolve("none.fa"), 300, 1000);
        assertThatThrownBy(() -> staged.stage(missing)).isInstanceOf(IOException.class);
        assertThat(staged.holds(missing)).isFalse();
    }

    @Test
    void a_predictor_gives_the_same_rows_with_and_without_reading_ahead() throws IOException {
        try (SyntheticShardPredictor predictor = new SyntheticShardPredictor(1, time -> {})) {
            CollectedRows plain = new CollectedRows();
            ShardSummary summary = predictor.predict(job, plain, NEVER);
            predictor.readAhead(job);
            CollectedRows ahead = new CollectedRows();
            assertThat(predictor.predict(job, ahead, NEVER)).isEqualTo(summary);
            assertThat(ahead.rows()).isEqualTo(plain.rows());
            assertThat(ahead.rejections()).isEqualTo(plain.rejections()).hasSize(1);
        }
    }

    private List<Object> read(ShardJob wanted) throws IOException {
        List<Object> all = new ArrayList<>();
        List<Object> rejected = new ArrayList<>();
        ShardSummary summary = staged.read(wanted, NEVER, all::add, rejected::add);
        all.addAll(rejected);
        all.add(summary);
        return all;
    }
}
