package org.virnucpro.coordinator.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.run.RunReport;

/** What is said at the end of a run: who did what, which steals happened, where the results are. */
public final class RunSummaryText {

    private static final int STEALS_SHOWN = 20;

    private RunSummaryText() {}

    /** The lines for a run whose results are in {@code output}. */
    public static List<String> of(RunReport report, List<QueueEvent> steals, Path output) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-28s %10s %10s %14s %12s", "worker", "tasks done", "files done", "sequences done", "tasks stolen"));
        for (QueueView.Queue queue : report.view().queues()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %10d %10d %14d %12d",
                    queue.worker(),
                    queue.done().tasks(),
                    report.filesDone().getOrDefault(queue.worker().value(), 0L),
                    queue.done().sequences(),
                    queue.done().stolen()));
        }
        lines.add("");
        if (steals.isEmpty()) {
            lines.add("no steals: every worker had work of its own to the end");
        } else {
            lines.add(steals.size() + (steals.size() == 1 ? " steal:" : " steals:"));
            steals.stream()
                    .limit(STEALS_SHOWN)
                    .forEach(steal -> lines.add("  "
                            + steal.time().toString().substring(11, 23) + "  " + steal.destination()
                            + " took task "
                            + steal.task().map(Object::toString).orElse("?") + " from " + steal.source()));
            if (steals.size() > STEALS_SHOWN) {
                lines.add("  ... all of them are in events.jsonl");
            }
        }
        lines.add("");
        Work work = report.plan().work();
        lines.add(report.proof().sentence());
        if (report.merged().recordsWithoutFrame() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d records have no open frame to score",
                    report.merged().recordsWithoutFrame()));
        }
        if (report.merged().failed() > 0) {
            lines.add("the records without a result are named in " + output.resolve("failed.tsv"));
        }
        int faulty = report.plan().faultyInputs().size();
        if (faulty > 0) {
            lines.add(faulty + (faulty == 1 ? " input has" : " inputs have") + " no results at all; the reason is in "
                    + output.resolve("failed.tsv"));
        }
        lines.add(RunReport.answer(report.merged().virusRecords(), work.records())
                + (report.merged().virusRecords() == 0 ? "; the tables of viruses hold their header only" : ""));
        lines.add("");
        lines.add("answers: " + output.resolve("<input>_merged") + "/<input>_scores.tsv, <input>_virus_summary.tsv,"
                + " <input>_virus.fna");
        lines.add("results: " + output.resolve("<input>_merged") + "/prediction_results.txt and"
                + " prediction_results_highestscore.csv");
        lines.add("events:  " + output.resolve("events.jsonl"));
        return lines;
    }
}
