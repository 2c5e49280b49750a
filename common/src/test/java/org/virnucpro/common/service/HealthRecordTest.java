package org.virnucpro.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.service.ServiceState.Phase;

class HealthRecordTest {

    private static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void a_record_is_read_as_it_was_written() throws IOException {
        HealthRecord record = record(Phase.SERVING, true, NOW);
        Path file = folder.resolve("health.json");
        record.write(file);
        assertThat(HealthRecord.read(file)).isEqualTo(record);
    }

    @Test
    void only_a_process_that_serves_and_moves_and_said_so_lately_is_healthy() {
        assertThat(record(Phase.SERVING, true, NOW).isHealthy(NOW.plusSeconds(30)))
                .isTrue();
        assertThat(record(Phase.SERVING, true, NOW).isHealthy(NOW.plusSeconds(31)))
                .isFalse();
        assertThat(record(Phase.SERVING, false, NOW).isHealthy(NOW)).isFalse();
        assertThat(record(Phase.STARTING, true, NOW).isHealthy(NOW)).isFalse();
        assertThat(record(Phase.STOPPING, true, NOW).isHealthy(NOW)).isFalse();
    }

    @Test
    void the_reason_is_said_in_words() {
        assertThat(record(Phase.SERVING, true, NOW).inWords(NOW)).isEqualTo("worker w: task 3");
        assertThat(record(Phase.STARTING, true, NOW).inWords(NOW)).isEqualTo("worker w: starting: task 3");
        assertThat(record(Phase.SERVING, false, NOW).inWords(NOW)).isEqualTo("worker w: nothing moves: task 3");
        assertThat(record(Phase.SERVING, true, NOW).inWords(NOW.plusSeconds(90)))
                .isEqualTo("worker w: no sign of life for 90 s; it said last: task 3");
    }

    @Test
    void a_file_of_something_else_is_named_and_a_missing_one_is_missing() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"service\": \"worker w\"}");
        assertThatThrownBy(() -> HealthRecord.read(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.json is not a health file of this program");
        assertThatThrownBy(() -> HealthRecord.read(Files.writeString(folder.resolve("x"), "not json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a health file");
        assertThatThrownBy(() -> HealthRecord.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static HealthRecord record(Phase phase, boolean moving, Instant time) {
        return new HealthRecord("worker w", 17, time, phase, moving, "task 3");
    }
}
