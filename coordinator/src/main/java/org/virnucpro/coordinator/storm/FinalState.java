package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.history.HistoryEvent;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.part.Part;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.merge.ResultMerger;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.RunPlan;

/** Writes down how a run ended: what the broker holds, and what becomes of it as results. */
final class FinalState {

    private static final int PAGE = 1000;

    private final SharedWorkQueues queues;
    private final RunSpec spec;
    private final RunPlan plan;
    private final HistoryWriter history;

    FinalState(SharedWorkQueues queues, RunSpec spec, RunPlan plan, HistoryWriter history) {
        this.queues = queues;
        this.spec = spec;
        this.plan = plan;
        this.history = history;
    }

    /**
     * @param input where the input of the plan is
     * @param output its results
     */
    void write(Path input, Path output) throws IOException {
        Map<TaskId, FencingToken> winners = queues.winners();
        List<DeadTask> dead = queues.deadTasks();
        Map<TaskId, String> causes = new HashMap<>();
        dead.forEach(task -> causes.put(task.task().id(), task.cause()));
        for (Task task : plan.tasks()) {
            FencingToken winner = winners.get(task.id());
            String cause = causes.get(task.id());
            history.write(
                    Kind.FINAL,
                    "",
                    task.id().index(),
                    winner == null ? 0 : winner.value(),
                    winner != null ? "DONE" : cause == null ? HistoryEvent.OPEN : "DEAD " + cause);
        }
        count("steals", queues.observe().counts().steals());
        writeStream();
        PartFolder parts = PartFolder.below(output, spec.run());
        for (Map.Entry<TaskId, FencingToken> winner : winners.entrySet()) {
            writePart(parts, new PartName(winner.getKey(), winner.getValue()));
        }
        count("rows", publish(parts, winners, dead, input, output));
    }

    private void writeStream() {
        String last = "";
        List<QueueEvent> page;
        do {
            page = queues.events(last, PAGE);
            for (QueueEvent event : page) {
                last = event.id();
                int task = event.task().map(TaskId::index).orElse(HistoryEvent.NO_TASK);
                long ms = event.time().toEpochMilli();
                if (event.type() == QueueEvent.Type.STEAL) {
                    history.write(new HistoryEvent(Kind.STEAL, ms, event.destination(), task, 0, event.source()));
                } else if (event.type() == QueueEvent.Type.DONE) {
                    history.write(new HistoryEvent(Kind.DONE, ms, event.source(), task, 0, ""));
                }
            }
        } while (page.size() == PAGE);
    }

    private void writePart(PartFolder parts, PartName name) throws IOException {
        try {
            Part part = new PartReader(parts, spec.run(), name).read(row -> {});
            history.write(
                    Kind.PUBLISHED,
                    part.header().worker().value(),
                    name.task().index(),
                    name.token().value(),
                    Long.toString(part.footer().rows()));
        } catch (PartException damaged) {
            history.write(Kind.ABORT, "", String.valueOf(damaged.getMessage()));
        }
    }

    /** Rows of the results, which are put together as for any run. */
    private long publish(
            PartFolder parts, Map<TaskId, FencingToken> winners, List<DeadTask> dead, Path input, Path output)
            throws IOException {
        Path staging = Files.createDirectories(output.resolve("results"));
        try {
            MergedResults merged = new ResultMerger(spec, plan, parts, staging).merge(winners, dead, file -> input);
            return merged.rows();
        } catch (PartException | InputException unusable) {
            history.write(Kind.ABORT, "", "the results cannot be put together: " + unusable.getMessage());
            return -1;
        }
    }

    private void count(String name, long value) {
        history.write(Kind.COUNT, name, Long.toString(value));
    }
}
