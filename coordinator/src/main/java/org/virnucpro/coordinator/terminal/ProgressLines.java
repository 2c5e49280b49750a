package org.virnucpro.coordinator.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.run.RunListener;

/**
 * Progress as plain lines, for logs and pipes: one line per poll in which something has moved, and one at least every 30 s,
 * so that a long task does not look like a run that hangs.
 */
public final class ProgressLines implements RunListener {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final PrintWriter out;
    private long lastEnded = -1;
    private Instant lastLine = Instant.EPOCH;

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
        Instant now = sample.view().time();
        if (ended == lastEnded && steals == 0 && now.isBefore(lastLine.plus(LONGEST_SILENCE))) {
            return;
        }
        lastEnded = ended;
        lastLine = now;
        out.printf(
                Locale.ROOT,
                "%s  %d of %d tasks done, %d running, %d queued, %d stolen, %.0f sequences/s, %s%s%n",
                sample.view().time().toString().substring(0, 19) + "Z",
                counts.done(),
                counts.planned(),
                counts.leased(),
                counts.pending(),
                counts.steals(),
                sample.rate(),
                RemainingTimeText.of(sample.run().remaining()),
                counts.dead() > 0 ? ", " + counts.dead() + " dead" : "");
        out.flush();
    }

    @Override
    public void merging() {
        out.println("all tasks have ended, putting the results together");
        out.flush();
    }
}
