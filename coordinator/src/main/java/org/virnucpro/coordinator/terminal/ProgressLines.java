package org.virnucpro.coordinator.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.run.RunListener;

/** Progress as plain lines, for logs and pipes: one line per poll in which something has moved. */
public final class ProgressLines implements RunListener {

    private final PrintWriter out;
    private long lastEnded = -1;

    public ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void planned(RunPlan plan) {
        PlanText.lines(plan).forEach(out::println);
        out.flush();
    }

    @Override
    public void polled(PollSample sample) {
        RunCounts counts = sample.view().counts();
        long ended = counts.done() + counts.dead() + counts.cancelled();
        long steals = sample.events().stream()
                .filter(event -> event.type() == QueueEvent.Type.STEAL)
                .count();
        if (ended == lastEnded && steals == 0) {
            return;
        }
        lastEnded = ended;
        double rate = sample.sequencesPerSecond().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        out.printf(
                Locale.ROOT,
                "%s  %d of %d tasks done, %d running, %d queued, %d stolen, %.0f sequences/s%s%n",
                sample.view().time().toString().substring(0, 19) + "Z",
                counts.done(),
                counts.planned(),
                counts.leased(),
                counts.pending(),
                counts.steals(),
                rate,
                counts.dead() > 0 ? ", " + counts.dead() + " dead" : "");
        out.flush();
    }

    @Override
    public void merging() {
        out.println("all tasks have ended, putting the results together");
        out.flush();
    }
}
