package org.virnucpro.coordinator.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

/** Writes what a coordinator would have recorded of a simulated run. */
final class Recordings {

    private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");

    private Recordings() {}

    static Path write(Path file, Scenario scenario, ScheduleResult result) throws IOException {
        try (EventLog log = new EventLog(file)) {
            log.begin(START, new RunId("recorded"), scenario.stealing(), tasks(scenario));
            events(scenario, result).forEach(log::append);
            log.append(view(scenario));
        }
        return file;
    }

    private static List<Task> tasks(Scenario scenario) {
        return scenario.placed().stream()
                .map(placed -> new Task(
                        new TaskId(placed.task()),
                        1,
                        scenario.tasks().get(placed.task()).predictedMillis(),
                        placed.home(),
                        new Shard(0, 0, 0, 1, 0, 0)))
                .toList();
    }

    private static List<QueueEvent> events(Scenario scenario, ScheduleResult result) {
        Map<Integer, WorkerId> homes = new HashMap<>();
        scenario.placed().forEach(placed -> homes.put(placed.task(), placed.home()));
        List<QueueEvent> events = new ArrayList<>();
        for (SimulatedWorker worker : scenario.workers()) {
            worker.stays().forEach(stay -> {
                events.add(event(
                        stay.fromMillis(),
                        QueueEvent.Type.JOIN,
                        Optional.empty(),
                        worker.name().value(),
                        "",
                        0));
                stay.departure()
                        .ifPresent(gone -> events.add(event(
                                gone.noticedMillis(),
                                gone.orderly() ? QueueEvent.Type.LEAVE : QueueEvent.Type.LOST,
                                Optional.empty(),
                                worker.name().value(),
                                "",
                                0)));
            });
        }
        for (ScheduleResult.Execution execution : result.executions()) {
            WorkerId home = homes.get(execution.task().index());
            if (!execution.worker().equals(home)) {
                events.add(event(
                        execution.startMillis(),
                        QueueEvent.Type.STEAL,
                        Optional.of(execution.task()),
                        home.value(),
                        execution.worker().value(),
                        0));
            }
            events.add(event(
                    execution.endMillis(),
                    QueueEvent.Type.DONE,
                    Optional.of(execution.task()),
                    execution.worker().value(),
                    "",
                    Math.round(execution.endMillis()) - Math.round(execution.startMillis())));
        }
        events.sort(Comparator.comparing(QueueEvent::time));
        return events;
    }

    private static QueueEvent event(
            double millis,
            QueueEvent.Type type,
            Optional<TaskId> task,
            String source,
            String destination,
            long elapsed) {
        Instant time = START.plus(Duration.ofMillis(Math.round(millis)));
        return new QueueEvent("0-0", time, type, task, source, destination, "", 0, elapsed);
    }

    private static QueueView view(Scenario scenario) {
        List<QueueView.Queue> queues = scenario.workers().stream()
                .map(worker -> new QueueView.Queue(
                        worker.name(),
                        QueueView.Membership.MEMBER,
                        worker.weight(),
                        0,
                        0,
                        0,
                        new QueueView.Done(0, 0, 0, 0, 0, 0)))
                .toList();
        int tasks = scenario.tasks().size();
        return new QueueView(
                RunState.OPEN, START, queues, 0, new RunCounts(tasks, tasks, 0, 0, tasks, 0, 0, 0, 0), List.of());
    }

    static List<SimulatedTask> tasks(long... millis) {
        List<SimulatedTask> tasks = new ArrayList<>();
        for (long cost : millis) {
            tasks.add(SimulatedTask.known(cost));
        }
        return tasks;
    }
}
