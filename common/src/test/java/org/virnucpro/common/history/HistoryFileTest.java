package org.virnucpro.common.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.history.HistoryEvent.Kind;

final class HistoryFileTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1234));

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("h.jsonl");
        try (HistoryWriter history = new HistoryWriter(file, CLOCK)) {
            history.write(Kind.TAKE, "w0", 3, 77, "i OWN");
        }
        try (HistoryWriter again = new HistoryWriter(file, CLOCK)) {
            again.write(Kind.KILL, "p0", "a \"quoted\"\nline");
        }
    }

    @Test
    void what_was_written_is_read_also_over_several_starts() throws IOException {
        assertThat(HistoryFile.read(file))
                .containsExactly(
                        new HistoryEvent(Kind.TAKE, 1234, "w0", 3, 77, "i OWN"),
                        new HistoryEvent(Kind.KILL, 1234, "p0", HistoryEvent.NO_TASK, 0, "a \"quoted\"\nline"));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void a_last_line_that_was_torn_is_left_out() throws IOException {
        Files.writeString(file, "{\"kind\":\"SEND\",\"m", StandardOpenOption.APPEND);

        assertThat(HistoryFile.read(file)).hasSize(2);
    }

    @Test
    void any_other_broken_line_is_named() throws IOException {
        Files.writeString(file, "{\"kind\":\"SEND\",\"m\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("h.jsonl, line 3 is no line of a history");
    }
}
