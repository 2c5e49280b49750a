package org.virnucpro.common.cluster;

import java.util.List;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.ShardLimit;

/**
 * Everything that a worker and a coordinator must know of a run; written once, before its first task, and never changed.
 *
 * @param run its name
 * @param inputs its files, in the order of the command line
 * @param output the folder for the results
 * @param chunkSize window in bases, 300 or 500
 * @param engine the kind of engine that computes it: {@code cpu} or {@code synthetic}
 * @param models digest of the models that it needs; a worker without them never joins. Empty for {@code synthetic}
 * @param stealing how idle workers steal
 * @param shards how finely the coordinator cuts it
 * @param results which result files it writes
 */
public record RunSpec(
        RunId run,
        List<InputFile> inputs,
        DataPath output,
        int chunkSize,
        String engine,
        String models,
        StealSettings stealing,
        ShardLimit shards,
        ResultSettings results) {

    public RunSpec {
        inputs = List.copyOf(inputs);
    }

    /** A run that is cut as finely as it is worth, and writes the tables of VirNucPro and no embeddings. */
    public RunSpec(
            RunId run,
            List<InputFile> inputs,
            DataPath output,
            int chunkSize,
            String engine,
            String models,
            StealSettings stealing) {
        this(run, inputs, output, chunkSize, engine, models, stealing, ShardLimit.DEFAULT, ResultSettings.DEFAULT);
    }
}
