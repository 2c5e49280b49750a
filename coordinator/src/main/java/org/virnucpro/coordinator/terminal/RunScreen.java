package org.virnucpro.coordinator.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * A run on one screen: how far it is, a row per worker, the last steals and failures. Lines are never longer than the screen
 * is wide. Stateless.
 *
 * @param glyphs the letters that the terminal shows
 * @param ink its colours
 * @param size how much fits
 */
public record RunScreen(Glyphs glyphs, Ink ink, TerminalSize size) {

    private static final int BAR = 24;
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_NAME = 40;
    private static final int LINES_AROUND = 14;

    /**
     * The lines.
     *
     * @param run its name; may be empty
     * @param sample what the last poll measured (docs/monitoring.md)
     */
    public List<String> lines(String run, JsonNode sample, RecentEvents recent) {
        List<String> lines = new ArrayList<>();
        lines.add(progress(run, sample));
        lines.add(pace(sample));
        List<WorkerRow> rows = rows(sample);
        table(rows, lines);
        String failed = failed(sample);
        if (!failed.isEmpty()) {
            lines.add(ink.bad(fitted(failed)));
        }
        recent.steals(glyphs).forEach(line -> lines.add(ink.faint(fitted(line))));
        recent.failures().forEach(line -> lines.add(ink.bad(fitted(line))));
        return lines;
    }

    private String progress(String run, JsonNode sample) {
        long planned = sample.path("planned").asLong();
        long done = sample.path("done").asLong() + sample.path("split").asLong();
        String state = sample.path("state").asText("");
        String text = String.format(
                Locale.ROOT,
                "%s%s %d of %d tasks done, %d running, %d queued, %d stolen",
                run.isEmpty() ? "" : run + " ",
                state.isEmpty() || state.equals("open") ? "" : state + ", ",
                sample.path("done").asLong(),
                planned,
                sample.path("leased").asLong(),
                sample.path("pending").asLong(),
                sample.path("steals").asLong());
        int width = Math.min(BAR, size.columns() - text.strip().length() - 1);
        if (width < SHORTEST_BAR) {
            return ink.strong(fitted(text.strip()));
        }
        int reached = planned == 0 ? 0 : (int) (width * Math.min(done, planned) / planned);
        return ink.good(glyphs.full().repeat(reached) + glyphs.empty().repeat(width - reached)) + " "
                + ink.strong(text.strip());
    }

    private String pace(JsonNode sample) {
        JsonNode efficiency = sample.path("efficiency");
        return fitted(String.format(
                Locale.ROOT,
                "%.1f sequences/s, %.0f s, %s, %s",
                sample.path("sequences_per_second").asDouble(),
                sample.path("elapsed_seconds").asDouble(),
                efficiency.isNumber()
                        ? String.format(Locale.ROOT, "efficiency %.0f%%", 100 * efficiency.doubleValue())
                        : String.format(
                                Locale.ROOT,
                                "imbalance %.2f",
                                sample.path("imbalance").asDouble()),
                remaining(sample.path("remaining"))));
    }

    private static String remaining(JsonNode remaining) {
        return switch (remaining.path("state").asText()) {
            case "estimated" ->
                RemainingTimeText.of(
                        remaining.path("seconds").asDouble(),
                        remaining.path("low_seconds").asDouble(),
                        remaining.path("high_seconds").asDouble());
            case "over" -> "all tasks ended";
            default -> "time left: calculating";
        };
    }

    private static String failed(JsonNode sample) {
        long dead = sample.path("dead").asLong();
        long requeues = sample.path("requeues").asLong();
        if (dead == 0 && requeues == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "%d dead, %d attempts failed", dead, requeues);
    }

    private void table(List<WorkerRow> rows, List<String> lines) {
        boolean devices = rows.stream().anyMatch(WorkerRow::isMeasured);
        String header = devices ? WorkerRow.HEADER : WorkerRow.SHORT_HEADER;
        int room = size.columns() - header.length();
        int longest = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int name = Math.max(6, Math.min(room, Math.min(LONGEST_NAME, Math.max(12, longest))));
        lines.add(ink.faint(
                fitted(padded(devices ? "GPU" : "WORKER", name) + header).stripTrailing()));
        int shown = Math.min(rows.size(), Math.max(1, size.rows() - LINES_AROUND));
        for (WorkerRow row : shown < rows.size() ? byUrgency(rows).subList(0, shown) : rows) {
            lines.add(padded(glyphs.shortened(row.name(), name), name) + row.columns(devices, ink));
        }
        if (shown < rows.size()) {
            lines.add(ink.faint(fitted("and " + (rows.size() - shown) + " more; those that need a look come first")));
        }
    }

    private static List<WorkerRow> rows(JsonNode sample) {
        return StreamSupport.stream(sample.path("workers").properties().spliterator(), false)
                .map(entry -> new WorkerRow(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<WorkerRow> byUrgency(List<WorkerRow> rows) {
        return rows.stream()
                .sorted(Comparator.comparingInt(row -> switch (row.state()) {
                    case STALLED -> 0;
                    case GONE -> 1;
                    case DRAINING -> 2;
                    case IDLE -> 3;
                    case STARTING -> 4;
                    case RUNNING -> 5;
                }))
                .toList();
    }

    private String fitted(String line) {
        return line.length() <= size.columns() ? line : line.substring(0, size.columns());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
