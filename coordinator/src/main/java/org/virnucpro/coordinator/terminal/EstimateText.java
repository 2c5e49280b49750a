package org.virnucpro.coordinator.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.RunEstimate;
import org.virnucpro.coordinator.plan.RunPlan;

/** What a run would take, for people. */
public final class EstimateText {

    /** Where the predicted times come from. */
    public static final String SOURCE = "the times that virnucpro-broad published for ESM-2 3B and DNABERT-S on one RTX"
            + " 4090, scaled by the weights of the planning document";

    private static final List<String> DEVICES = List.of("V100 SXM2", "RTX 3090", "A100 PCIe", "RTX 4090", "H100 PCIe");
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    private EstimateText() {}

    /**
     * Lines about a plan.
     *
     * @param workers how many it is for
     * @param makespan their seconds; empty: not known
     * @param modelBytes size of the files of the models; 0 when there are none
     */
    public static List<String> lines(
            RunPlan plan, RunEstimate estimate, int workers, OptionalDouble makespan, long modelBytes) {
        List<String> lines = new ArrayList<>(PlanText.lines(plan));
        lines.add(String.format(
                Locale.ROOT,
                "tokens: %,d for ESM-2, about %,d for DNABERT",
                estimate.esmTokens(),
                estimate.dnabertTokens()));
        if (modelBytes > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "memory: every worker holds the models, %s as they are stored; half-precision files take"
                            + " twice as much with --engine cpu",
                    size(modelBytes)));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "Estimated time, give or take %.0f %%, from %s:", 100 * CostModel.ERROR, SOURCE));
        secondsByDevice(estimate)
                .forEach((name, seconds) ->
                        lines.add(String.format(Locale.ROOT, "  %-22s %s", "1 x " + name, time(seconds))));
        lines.add("Other models take another time.");
        lines.add((workers == 1 ? "The worker" : "The " + workers + " workers") + " of this command: "
                + (makespan.isPresent()
                        ? time(makespan.getAsDouble())
                        : "not known for this processor and these models before a run has been measured."));
        lines.add("Nothing was started or written.");
        return lines;
    }

    /** Predicted seconds on one graphics card, by its name. */
    public static Map<String, Double> secondsByDevice(RunEstimate estimate) {
        GpuWeights table = GpuWeights.standard();
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (String name : DEVICES) {
            seconds.put(name, estimate.publishedSeconds() / table.of(name).orElse(GpuWeights.UNKNOWN));
        }
        return seconds;
    }

    private static String size(long bytes) {
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / MIB)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }

    private static String time(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart())
                : time.toMinutes() > 0
                        ? String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart())
                        : time.toSeconds() + " s";
    }
}
