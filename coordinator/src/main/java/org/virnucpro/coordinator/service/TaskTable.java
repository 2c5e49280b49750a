package org.virnucpro.coordinator.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunState;

/**
 * Where every task of a run stands, told from the run's events. What runs now is in no event and comes from a view of the
 * queues. Thread-safe.
 */
final class TaskTable {

    /** States as the API names them. */
    enum Standing {
        PENDING,
        RUNNING,
        DONE,
        DEAD,
        SPLIT,
        CANCELLED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A page of tasks; {@code next} is where the next one begins, empty at the end. */
    record Page(List<Map<String, Object>> tasks, Optional<Integer> next) {}

    private static final class Row {
        private Standing standing = Standing.PENDING;
        private int requeues;
        private int steals;
        private @Nullable String worker;
        private @Nullable String stolenFrom;
        private @Nullable String cause;
        private @Nullable Instant time;
        private long elapsedMillis = -1;
        private long sequences = -1;
    }

    /** Of tasks of which there has been an event; all others wait or run. */
    private final Map<Integer, Row> rows = new HashMap<>();

    synchronized void add(List<QueueEvent> events) {
        events.forEach(this::add);
    }

    private void add(QueueEvent event) {
        if (event.task().isEmpty()) {
            return;
        }
        Row row = rows.computeIfAbsent(event.task().get().index(), task -> new Row());
        switch (event.type()) {
            case DONE, RESTORE -> ended(row, Standing.DONE, event);
            case DEAD -> {
                row.cause = event.reason();
                ended(row, Standing.DEAD, event);
            }
            case REQUEUE -> {
                row.requeues++;
                row.cause = event.reason();
                row.worker = event.source();
            }
            case SPLIT -> row.standing = Standing.SPLIT;
            case REVIVE -> row.standing = Standing.PENDING;
            case STEAL -> {
                row.steals++;
                row.stolenFrom = event.source();
            }
            default -> {}
        }
    }

    private static void ended(Row row, Standing how, QueueEvent event) {
        row.standing = how;
        row.worker = event.source();
        row.time = event.time();
        row.elapsedMillis = event.elapsedMillis();
        row.sequences = how == Standing.DONE ? event.sequences() : -1;
    }

    /**
     * Tasks by number.
     *
     * @param view of the queues now
     * @param wanted only those that stand so; empty: all
     * @param after only those with a greater number
     * @param limit at most so many
     */
    synchronized Page page(QueueView view, Optional<Standing> wanted, int after, int limit) {
        Map<Integer, QueueView.Lease> leases = new HashMap<>();
        view.leases().forEach(lease -> leases.put(lease.task().index(), lease));
        long planned = view.counts().planned();
        List<Map<String, Object>> page = new ArrayList<>();
        for (int task = after + 1; task < planned; task++) {
            Row row = rows.get(task);
            QueueView.Lease lease = leases.get(task);
            Standing standing = standing(row, lease, view.state());
            if (wanted.isPresent() && wanted.get() != standing) {
                continue;
            }
            if (page.size() == limit) {
                return new Page(page, Optional.of(task - 1));
            }
            page.add(describe(task, standing, row, standing == Standing.RUNNING ? lease : null));
        }
        return new Page(page, Optional.empty());
    }

    private static Standing standing(@Nullable Row row, QueueView.@Nullable Lease lease, RunState run) {
        if (row != null && row.standing != Standing.PENDING) {
            return row.standing;
        }
        if (lease != null) {
            return Standing.RUNNING;
        }
        return run == RunState.CANCELLED ? Standing.CANCELLED : Standing.PENDING;
    }

    private static Map<String, Object> describe(
            int task, Standing standing, @Nullable Row row, QueueView.@Nullable Lease lease) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("task", task);
        described.put("state", standing.word());
        described.put("worker", lease != null ? lease.worker().value() : row == null ? null : row.worker);
        described.put("requeues", row == null ? 0 : row.requeues);
        described.put("steals", row == null ? 0 : row.steals);
        described.put("stolen_from", row == null ? null : row.stolenFrom);
        described.put("taken", lease == null ? null : lease.taken().toString());
        described.put("ended", row == null || row.time == null ? null : row.time.toString());
        described.put("elapsed_seconds", row == null || row.elapsedMillis < 0 ? null : row.elapsedMillis / 1000.0);
        described.put("sequences", row == null || row.sequences < 0 ? null : row.sequences);
        described.put("cause", row == null ? null : row.cause);
        return described;
    }
}
