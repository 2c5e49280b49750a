package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.coordinator.cost.CostFile;
import org.virnucpro.coordinator.run.DiskCheck;
import org.virnucpro.coordinator.run.RunExecution;
import org.virnucpro.coordinator.run.RunInputs;
import org.virnucpro.coordinator.run.RunListener;
import org.virnucpro.coordinator.run.RunTerms;

/**
 * What a person asked {@code predict} for, checked.
 *
 * @param run its id
 * @param output existing folder, links followed
 * @param models digest of the models; empty for the synthetic engine
 * @param results what is written beside the answers
 * @param engineArguments arguments of {@code virnucpro worker} that choose engine and models
 * @param coordination of a run on this machine
 * @param disk looks whether the results of a run on this machine will fit
 * @param costFile where measured costs are kept; empty: nowhere
 * @param out where the summary goes
 */
record Prediction(
        RunId run,
        RunInputs inputs,
        Path output,
        int chunkSize,
        String engine,
        String models,
        ResultSettings results,
        List<String> engineArguments,
        StealSettings stealing,
        ShardLimit shards,
        Optional<CostFile> costFile,
        RunExecution.Settings coordination,
        DiskCheck disk,
        InstantSource clock,
        RunListener progress,
        PrintWriter out) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The id of a new run. */
    static RunId freshRun(InstantSource clock) {
        return new RunId(STAMP.format(clock.instant()) + "-"
                + UUID.randomUUID().toString().substring(0, 8));
    }

    /** What its results depend on; reads all inputs. */
    RunTerms terms() throws IOException {
        return RunTerms.of(inputs.digested(), chunkSize, engine, models, results);
    }

    /** The specification of its run. */
    RunSpec spec(DataRoots roots) {
        return new RunSpec(
                run, inputs.locate(roots), roots.locate(output), chunkSize, engine, models, stealing, shards, results);
    }
}
