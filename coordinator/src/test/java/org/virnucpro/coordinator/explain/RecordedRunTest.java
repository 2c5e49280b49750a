package org.virnucpro.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.balance.EventLog;

final class RecordedRunTest {

    @TempDir
    Path folder;

    @Test
    void every_kind_of_event_is_read_as_it_was_written() throws Exception {
        List<QueueEvent> events = new ArrayList<>();
        for (QueueEvent.Type type : QueueEvent.Type.values()) {
            boolean timed = List.of("DONE", "REQUEUE", "DEAD", "IDLE").contains(type.name());
            events.add(new QueueEvent(
                    Integer.toString(events.size() + 1),
                    Instant.parse("2026-11-23T00:00:10.123Z"),
                    type,
                    Optional.of(new TaskId(7)),
                    "w",
                    "v",
                    "why",
                    type == QueueEvent.Type.DONE ? 12 : 0,
                    timed ? 1234 : 0));
        }
        List<String> lines = new ArrayList<>();
        for (QueueEvent event : events) {
            lines.add(new ObjectMapper().writeValueAsString(EventLog.describe(event)));
        }
        lines.add("{\"time\":\"2026-11-23T00:00:11Z\",\"type\":\"of the future\"}");
        lines.add("{\"time\":\"2026-11-23T00:00:12Z\",\"type\":\"poll\",\"steal_interval_seconds\":0.5}");
        Files.write(folder.resolve("events.jsonl"), lines);

        RecordedRun read = RecordedRun.read(folder);
        assertThat(read.events()).isEqualTo(events);
        assertThat(read.stealInterval()).contains(Duration.ofMillis(500));
        assertThat(read.end()).isEqualTo(events.get(0).time());
    }

    @Test
    void a_damaged_line_is_named() throws Exception {
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, "{\"time\":\"2026-11-23T00:00:12Z\",\"type\":\"join\",\"source\":\"w\"}\n{\"ti");
        assertThatThrownBy(() -> RecordedRun.read(file))
                .isInstanceOf(RecordedRun.Damaged.class)
                .hasMessageContaining("events.jsonl, line 2");
        Files.writeString(file, "{\"time\":\"yesterday\",\"type\":\"join\",\"source\":\"w\"}\n");
        assertThatThrownBy(() -> RecordedRun.read(file)).hasMessageContaining("line 1");
    }
}
