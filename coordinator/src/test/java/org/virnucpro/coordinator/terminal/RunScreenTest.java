package org.virnucpro.coordinator.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.TaskId;

final class RunScreenTest {

    private static final Instant TIME = Instant.parse("2026-11-23T12:01:33Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecentEvents recent = new RecentEvents();

    @Test
    void a_run_on_graphics_cards_fits_eighty_columns() throws IOException {
        steal(292, "gpu-0", "gpu-3");
        steal(293, "gpu-0", "gpu-3");
        recent.add(event(QueueEvent.Type.REQUEUE, 17, "gpu-1", "+", "CUDA out of memory"));
        assertThat(text(Glyphs.ASCII, Ink.PLAIN, TerminalSize.USUAL, sample("gpus")))
                .isEqualTo("""
                        #########............... 163 of 428 tasks done, 3 running, 262 queued, 5 stolen
                        4210.4 sequences/s, 34 s, efficiency 96%, 40 s left (35 to 46 s)
                        GPU          UTIL  MEM GiB TEMP POWER   SEQ/S QUEUE   DONE   IN  OUT STATE
                        gpu-0         97% 61.5/141  64C  612W    1409   160     40    0    5 running
                        gpu-1         88%  100/141  71C  688W    1402   102     61    0    0 stalled
                        gpu-2          0%  0.4/141  31C     -     0.0     0     21    0    0 gone
                        gpu-3           -        -    -     -    1399     0     41    5    0 idle
                        0 dead, 1 attempts failed
                        12:01:33  gpu-3 <- gpu-0  2 tasks
                        12:01:33  task 17 on gpu-1: CUDA out of memory
                        """);
    }

    @Test
    void without_devices_there_is_more_room_for_names() throws IOException {
        String name = "node-17.cluster.example.org-GPU-5a3f22b1-0d7c-4f57-9c1e-2f9d3a1b6c55";
        ObjectNode sample = JSON.createObjectNode();
        sample.putObject("workers").putObject(name).put("membership", "expected");
        String text = text(Glyphs.UNICODE, Ink.PLAIN, TerminalSize.USUAL, sample);
        assertThat(text)
                .doesNotContain("UTIL")
                .contains("node-17.cluster.exa…-9c1e-2f9d3a1b6c55 ")
                .contains("starting");
        assertThat(text.lines()).allMatch(line -> line.length() <= 79);
    }

    @Test
    void no_line_is_wider_than_the_screen_whatever_the_names_and_causes_are() throws IOException {
        recent.add(event(QueueEvent.Type.DEAD, 1, "w".repeat(60), "", "x".repeat(300)));
        steal(4, "v".repeat(60), "t".repeat(60));
        ObjectNode sample = (ObjectNode) sample("gpus");
        ((ObjectNode) sample.path("workers"))
                .putObject("w".repeat(60))
                .put("queue_depth", 1234567)
                .put("tasks_done", 98765432)
                .put("sequences_per_second", 12345678.9);
        for (TerminalSize size : new TerminalSize[] {TerminalSize.USUAL, new TerminalSize(119, 40)}) {
            assertThat(text(Glyphs.ASCII, Ink.PLAIN, size, sample).lines())
                    .allMatch(line -> line.length() <= size.columns());
        }
    }

    @Test
    void ascii_terminals_get_ascii_and_colours_only_when_they_are_wanted() throws IOException {
        steal(1, "gpu-0", "gpu-1");
        assertThat(StandardCharsets.US_ASCII
                        .newEncoder()
                        .canEncode(text(Glyphs.ASCII, Ink.PLAIN, TerminalSize.USUAL, sample("gpus"))))
                .isTrue();
        assertThat(text(Glyphs.UNICODE, Ink.PLAIN, TerminalSize.USUAL, sample("gpus")))
                .contains("←")
                .doesNotContain("\u001b");
        String coloured = text(Glyphs.UNICODE, Ink.COLOURED, TerminalSize.USUAL, sample("gpus"));
        assertThat(coloured).contains("\u001b[31mstalled");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", ""))
                .isEqualTo(text(Glyphs.UNICODE, Ink.PLAIN, TerminalSize.USUAL, sample("gpus")));
    }

    @Test
    void of_more_workers_than_lines_those_with_trouble_are_shown() {
        ObjectNode sample = JSON.createObjectNode();
        ObjectNode workers = sample.putObject("workers");
        for (int worker = 0; worker < 200; worker++) {
            workers.putObject("gpu-" + worker).put("membership", "member").put("running_task", worker);
        }
        workers.withObject("gpu-150").put("stalled", true);
        String text = text(Glyphs.ASCII, Ink.PLAIN, new TerminalSize(79, 24), sample);
        assertThat(text.lines().count()).isLessThan(24);
        assertThat(text).contains("gpu-150").contains("and 190 more");
    }

    @Test
    void a_terminal_that_does_not_know_its_size_is_a_usual_one() {
        assertThat(TerminalSize.parsed("50 120\n")).isEqualTo(new TerminalSize(119, 50));
        assertThat(TerminalSize.parsed("0 0\n")).isEqualTo(TerminalSize.USUAL);
        assertThat(TerminalSize.parsed("")).isEqualTo(TerminalSize.USUAL);
    }

    private String text(Glyphs glyphs, Ink ink, TerminalSize size, JsonNode sample) {
        return String.join("\n", new RunScreen(glyphs, ink, size).lines("", sample, recent)) + "\n";
    }

    private void steal(int task, String victim, String thief) {
        recent.add(event(QueueEvent.Type.STEAL, task, victim, thief, ""));
    }

    private static QueueEvent event(QueueEvent.Type type, int task, String source, String destination, String reason) {
        return new QueueEvent("0-1", TIME, type, Optional.of(new TaskId(task)), source, destination, reason, 0, 0);
    }

    private static JsonNode sample(String name) throws IOException {
        return JSON.readTree(RunScreenTest.class.getResourceAsStream("sample-" + name + ".json"));
    }
}
