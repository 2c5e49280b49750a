package org.virnucpro.coordinator.terminal;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.balance.WorkerMeasures;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.run.RunListener;

/**
 * Progress as a table that is drawn over itself: one row per worker, the last steals below. For terminals that understand
 * cursor movement; fits 80 columns, uses no colour.
 */
public final class ProgressTable implements RunListener {

    private static final int STEALS_SHOWN = 5;
    private static final int WIDTH = 79;

    private final PrintWriter out;
    private final Deque<String> steals = new ArrayDeque<>();
    private int drawn;

    public ProgressTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void planned(RunPlan plan) {
        PlanText.lines(plan).forEach(out::println);
        out.flush();
    }

    @Override
    public void polled(PollSample sample) {
        for (QueueEvent event : sample.events()) {
            if (event.type() == QueueEvent.Type.STEAL) {
                steals.addLast(event.time().toString().substring(11, 19) + "  " + event.destination() + " <- "
                        + event.source() + "  task "
                        + event.task().map(Object::toString).orElse("?"));
                if (steals.size() > STEALS_SHOWN) {
                    steals.removeFirst();
                }
            }
        }
        draw(lines(sample));
    }

    @Override
    public void merging() {
        out.println("all tasks have ended, putting the results together");
        out.flush();
    }

    private List<String> lines(PollSample sample) {
        QueueView view = sample.view();
        RunCounts counts = view.counts();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d of %d tasks done, %d running, %d queued, %d stolen%s",
                counts.done(),
                counts.planned(),
                counts.leased(),
                counts.pending(),
                counts.steals(),
                counts.dead() > 0 ? ", " + counts.dead() + " dead" : ""));
        lines.add(String.format(
                Locale.ROOT,
                "%.1f sequences/s, imbalance %.2f, %s",
                sample.rate(),
                sample.run().imbalance(),
                RemainingTimeText.of(sample.run().remaining())));
        lines.add(String.format("%-28s %-9s %6s %6s %7s %9s", "WORKER", "STATE", "QUEUE", "DONE", "STOLEN", "SEQ/S"));
        for (QueueView.Queue queue : view.queues()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %-9s %6d %6d %7d %9.1f",
                    queue.worker(),
                    state(sample, queue),
                    queue.depth(),
                    queue.done().tasks(),
                    queue.done().stolen(),
                    sample.rate(queue.worker())));
        }
        lines.addAll(steals);
        return lines;
    }

    private static String state(PollSample sample, QueueView.Queue queue) {
        WorkerMeasures measures = sample.workers().get(queue.worker());
        if (measures != null && measures.stalled()) {
            return "stalled";
        }
        if (measures != null && measures.running().isPresent()) {
            return "running";
        }
        return switch (queue.membership()) {
            case EXPECTED -> "starting";
            case MEMBER -> "idle";
            case DEPARTED -> "gone";
        };
    }

    private void draw(List<String> lines) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A"); // cursor up, ECMA-48 CUU
        }
        for (String line : lines) {
            out.print("\u001b[2K"); // erase line, ECMA-48 EL
            out.println(line.length() > WIDTH ? line.substring(0, WIDTH) : line);
        }
        drawn = Math.max(drawn, lines.size());
        out.flush();
    }
}
