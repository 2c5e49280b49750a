package org.virnucpro.coordinator.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.balance.SampleJson;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.run.RunListener;

/** Progress as a screen that is drawn over itself, for terminals that understand cursor movement. Not thread-safe. */
public final class ProgressTable implements RunListener {

    private final PrintWriter out;
    private final Supplier<RunScreen> screen;
    private final Repaint paint;
    private final RecentEvents recent = new RecentEvents();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A table on a terminal.
     *
     * @param screen asked before each drawing, since a window can change its size
     */
    public ProgressTable(PrintWriter out, Supplier<RunScreen> screen) {
        this.out = out;
        this.screen = screen;
        this.paint = new Repaint(out);
    }

    @Override
    public void planned(RunPlan plan) {
        PlanText.lines(plan).forEach(out::println);
        out.flush();
    }

    @Override
    public void polled(PollSample sample) {
        sample.events().forEach(recent::add);
        paint.draw(screen.get().lines("", json.valueToTree(SampleJson.describe(sample)), recent));
    }

    @Override
    public void merging() {
        out.println("all tasks have ended, putting the results together");
        out.flush();
    }
}
