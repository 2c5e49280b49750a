package org.virnucpro.coordinator.control;

import java.util.List;
import java.util.Optional;
import org.virnucpro.common.task.DataPath;

/**
 * A run that somebody wants from afar.
 *
 * @param inputs FASTA files
 * @param output folder for the results; made when absent
 * @param chunkSize window in bases, 300 or 500
 * @param engine kind of engine
 * @param models digest of the models; empty: those that the live workers have, which must be the same
 * @param prefix put in front of result names
 * @param workStealing whether idle workers steal
 * @param priority smaller is sooner
 */
public record RunRequest(
        List<DataPath> inputs,
        DataPath output,
        int chunkSize,
        String engine,
        Optional<String> models,
        String prefix,
        boolean workStealing,
        int priority) {

    public RunRequest {
        inputs = List.copyOf(inputs);
    }
}
