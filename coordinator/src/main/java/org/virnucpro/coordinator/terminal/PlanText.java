package org.virnucpro.coordinator.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.sequence.DuplicateIds;
import org.virnucpro.coordinator.plan.InputFault;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** What a plan found: one sentence, and a warning for each input that a person should look at. */
final class PlanText {

    private PlanText() {}

    static List<String> lines(RunPlan plan) {
        List<String> lines = new ArrayList<>();
        Work work = plan.work();
        lines.add(String.format(
                Locale.ROOT,
                "%d input file%s: %,d records, %,d bases, %,d chunks, %,d open frames, cut into %,d tasks",
                plan.inputs().size(),
                plan.inputs().size() == 1 ? "" : "s",
                work.records(),
                work.bases(),
                work.chunks(),
                work.frames(),
                plan.tasks().size()));
        for (PlannedInput input : plan.inputs()) {
            InputFault fault = input.fault();
            if (fault != null) {
                lines.add("warning: no results for " + input.name() + ": " + fault.message());
            } else if (input.work().records() == 0) {
                lines.add("warning: " + input.name() + " has no FASTA record; its tables will be empty");
            }
            if (input.duplicateIds() > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "warning: %s: %s%,d records have an id that an earlier record has; all are processed, but chunks of"
                                + " one name share a line of prediction_results_highestscore.csv",
                        input.name(),
                        input.work().records() > DuplicateIds.MOST ? "at least " : "",
                        input.duplicateIds()));
            }
            if (input.rejected() > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "warning: %s: %,d records cannot be processed; they are named in failed.tsv",
                        input.name(),
                        input.rejected()));
            }
        }
        return lines;
    }
}
