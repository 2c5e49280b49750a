package org.virnucpro.coordinator.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.RunId;

/** The task tables of the runs that go on, kept by their events, and of the last finished ones that were asked for. Thread-safe. */
final class TaskTables implements ClusterListener {

    private static final int FINISHED_KEPT = 4;
    private static final int PAGE = 1000;

    private final ClusterRegistry registry;
    private final Map<RunId, TaskTable> live = new LinkedHashMap<>();
    private final Map<RunId, TaskTable> finished = new LinkedHashMap<>();

    TaskTables(ClusterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized void happened(RunId run, List<QueueEvent> events, boolean earlier) {
        live.computeIfAbsent(run, id -> new TaskTable()).add(events);
    }

    @Override
    public synchronized void ended(RunId run) {
        TaskTable table = live.remove(run);
        if (table != null) {
            keep(run, table);
        }
    }

    /**
     * The table of a run.
     *
     * @param over whether nothing more happens in it
     */
    TaskTable of(RunId run, boolean over) {
        synchronized (this) {
            TaskTable known = live.containsKey(run) ? live.get(run) : finished.get(run);
            if (known != null) {
                return known;
            }
        }
        TaskTable table = read(run);
        if (over) {
            synchronized (this) {
                keep(run, table);
            }
        }
        return table;
    }

    private TaskTable read(RunId run) {
        TaskTable table = new TaskTable();
        String last = "";
        List<QueueEvent> page;
        do {
            page = registry.queues(run).events(last, PAGE);
            table.add(page);
            last = page.isEmpty() ? last : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
        return table;
    }

    private void keep(RunId run, TaskTable table) {
        finished.put(run, table);
        while (finished.size() > FINISHED_KEPT) {
            finished.remove(finished.keySet().iterator().next());
        }
    }
}
