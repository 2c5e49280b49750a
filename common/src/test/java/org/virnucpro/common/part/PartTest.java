package org.virnucpro.common.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

class PartTest {

    private static final RunId RUN = new RunId("run-1");
    private static final PartName NAME = new PartName(new TaskId(7), new FencingToken(1_790_000_000_000_001L));
    private static final List<Row> SCORES = List.of(new Row("a_chunk_1F1", 0.25f), new Row("{é}_chunk_1R2", 1f));
    private static final List<String> ROWS =
            List.of("a_chunk_1F1\tvirus\t0.25\t0.75", "{é}_chunk_1R2\tothers\t1.0\t0.0");

    private record Row(String id, float others) {}

    @TempDir
    Path directory;

    @Test
    void what_was_written_is_read() throws IOException {
        Rejection rejection = new Rejection("bad\tname", "empty_record", "line 3: no bases");
        write(SCORES, 2, rejection);
        List<String> rows = new ArrayList<>();

        Part part = read(rows);

        assertThat(rows).isEqualTo(ROWS);
        assertThat(part.header()).isEqualTo(header(2));
        assertThat(part.footer().records()).isEqualTo(4);
        assertThat(part.footer().chunks()).isEqualTo(5);
        assertThat(part.footer().rejected()).containsExactly(rejection);
    }

    @Test
    void a_part_without_rows_is_a_part() throws IOException {
        write(List.of(), 0);

        assertThat(read(new ArrayList<>()).footer().rows()).isZero();
    }

    @Test
    void only_a_committed_part_has_its_name_and_nothing_else_stays() throws IOException {
        try (PartWriter writer = new PartWriter(folder(), header(1))) {
            writer.row("a_chunk_1F1", 0.25f, 0.75f);
            assertThat(folder().file(NAME)).doesNotExist();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        write(SCORES, 2);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(folder().file(NAME));
        }
    }

    @Test
    void rows_that_differ_from_the_plan_are_refused() {
        assertThatThrownBy(() -> write(SCORES, 3))
                .isInstanceOf(PartException.class)
                .hasMessageContaining("2 rows")
                .hasMessageContaining("3 open frames")
                .hasMessageContaining("input changed");
        assertThat(folder().file(NAME)).doesNotExist();
    }

    @Test
    void an_id_that_breaks_the_table_is_refused() {
        for (String id : List.of("a\tb", "a\nb")) {
            assertThatThrownBy(() -> write(List.of(new Row(id, 0)), 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_folder_that_is_missing_is_a_fault_of_this_machine() {
        PartFolder missing = PartFolder.below(directory, RUN);

        assertThatThrownBy(() -> new PartWriter(missing, header(0)).close())
                .isInstanceOf(PartWriteException.class)
                .hasMessageContaining(".virnucpro-run-1/parts")
                .hasMessageContaining("data root");
    }

    @Test
    void a_part_cut_at_any_byte_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(write(SCORES, 2));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRefused(cut);
        }
    }

    @Test
    void a_part_with_any_byte_above_the_footer_changed_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(write(SCORES, 2));
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int footer = text.lastIndexOf('\n', text.length() - 2) + 1;
        Random random = new Random(1);
        for (int position = 0; position < footer; position++) {
            byte[] altered = whole.clone();
            altered[position] ^= (byte) (1 + random.nextInt(255));
            assertRefused(altered);
        }
    }

    @Test
    void a_missing_or_added_row_and_bytes_behind_the_footer_are_refused() throws IOException {
        String whole = Files.readString(write(SCORES, 2));
        assertRefused(whole.replace(ROWS.get(0) + "\n", "").getBytes(StandardCharsets.UTF_8));
        assertRefused(whole.replace(ROWS.get(0) + "\n", ROWS.get(0) + "\n" + ROWS.get(0) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        assertRefused((whole + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_part_of_another_run_task_or_layout_is_refused() throws IOException {
        String whole = Files.readString(write(SCORES, 2));
        for (String wrong : List.of(
                whole.replace("\"run-1\"", "\"run-2\""),
                whole.replace("\"task\":7", "\"task\":8"),
                whole.replace("\"layout\":2", "\"layout\":1"))) {
            assertRefused(wrong.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_missing_part_is_named() {
        assertThatThrownBy(() -> read(new ArrayList<>()))
                .isInstanceOf(PartException.class)
                .hasMessageContaining(folder().file(NAME).toString());
    }

    @Test
    void a_full_disk_leaves_no_part_and_names_the_file() throws IOException {
        for (int space : new int[] {0, 10, 70_000}) {
            assertThatThrownBy(() -> {
                        try (PartWriter writer =
                                new PartWriter(folder(), header(5000), channel -> new FullDisk(space))) {
                            for (int row = 0; row < 5000; row++) {
                                writer.row("a_chunk_" + row + "F1", 0.25f, 0.75f);
                            }
                            writer.commit(1, 5000);
                        }
                    })
                    .isInstanceOf(PartWriteException.class)
                    .hasMessageContaining(folder().file(NAME) + ".tmp")
                    .hasMessageContaining("No space left on device");
            try (var files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void scores_that_are_no_numbers_are_refused() {
        for (float score : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> write(List.of(new Row("a_chunk_1F1", score)), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a_chunk_1F1");
        }
    }

    /** Takes so many bytes and no more. */
    private static final class FullDisk extends OutputStream {
        private int space;

        private FullDisk(int space) {
            this.space = space;
        }

        @Override
        public void write(int value) throws IOException {
            if (space-- <= 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void names_are_read_back_and_others_are_not() {
        assertThat(PartName.parse(NAME.toString())).contains(NAME);
        for (String other : List.of("7", "7.", "7.0", "07.1", "7.1.tmp", "a.1", "7.99999999999999999999")) {
            assertThat(PartName.parse(other)).isEmpty();
        }
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Files.write(folder().file(NAME), bytes);
        assertThatThrownBy(() -> read(new ArrayList<>()))
                .isInstanceOf(PartException.class)
                .hasMessageContaining(folder().file(NAME).toString());
    }

    private Path write(List<Row> rows, long frames, Rejection... rejections) {
        try (PartWriter writer = new PartWriter(folder(), header(frames))) {
            rows.forEach(row -> writer.row(row.id(), row.others(), 1 - row.others()));
            List.of(rejections).forEach(writer::reject);
            return writer.commit(4, 5);
        }
    }

    private Part read(List<String> rows) throws IOException {
        return new PartReader(folder(), RUN, NAME).read(rows::add);
    }

    private PartFolder folder() {
        return new PartFolder(directory);
    }

    private static PartHeader header(long frames) {
        return new PartHeader(
                RUN,
                NAME.task(),
                NAME.token(),
                new WorkerId("w1"),
                new Incarnation("i1"),
                "cpu",
                "some processor",
                "digest",
                new Shard(0, 0, 100, 1, 4, frames));
    }
}
