package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.RunInputs;
import org.virnucpro.coordinator.run.RunListener;

/**
 * What a person asked {@code predict} for, checked.
 *
 * @param output existing folder, links followed
 * @param models digest of the models; empty for the synthetic engine
 * @param engineArguments arguments of {@code virnucpro worker} that choose engine and models
 * @param out where the summary goes
 */
record Prediction(
        RunInputs inputs,
        Path output,
        int chunkSize,
        String engine,
        String models,
        List<String> engineArguments,
        StealSettings stealing,
        Duration pollInterval,
        InstantSource clock,
        RunListener progress,
        PrintWriter out) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The specification of a new run of it. */
    RunSpec spec(DataRoots roots) {
        String id = STAMP.format(clock.instant()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        return new RunSpec(
                new RunId(id), inputs.locate(roots), roots.locate(output), chunkSize, engine, models, stealing);
    }
}
