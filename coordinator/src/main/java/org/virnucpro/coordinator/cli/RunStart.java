package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.ManifestFile;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.RunTerms;
import org.virnucpro.coordinator.run.StoredPlan;
import org.virnucpro.coordinator.run.UnfinishedRun;

/**
 * Which run a command is.
 *
 * @param output folder of the results
 * @param resume whether to go on with what is there
 * @param stopped the run to go on with; empty for a new one
 * @param obsolete work folders that nobody needs any more
 * @param fresh its id when it is a new one
 */
record RunStart(Path output, boolean resume, Optional<UnfinishedRun> stopped, List<RunFolders> obsolete, RunId fresh) {

    RunId run() {
        return stopped.map(run -> run.folders().run()).orElse(fresh);
    }

    /** Removes the work folders that nobody needs. */
    void clear() {
        try {
            for (RunFolders folders : obsolete) {
                UnfinishedRun.discard(folders);
            }
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot remove a stopped run: " + failure.getMessage(), failure);
        }
    }

    /**
     * Compares the command with the run to go on with, or with finished results.
     *
     * @return the exit code of finished results of this very command; empty when there is something to compute
     * @throws CommandException when inputs, models or options have changed
     */
    OptionalInt compare(Prediction prediction) {
        if (!resume) {
            return OptionalInt.empty();
        }
        try {
            if (stopped.isPresent()) {
                StoredPlan plan = stopped.get().plan().orElseThrow();
                refuse(
                        plan.terms().differences(prediction.terms()),
                        "the stopped run in " + stopped.get().folders().work(),
                        "start anew with --overwrite");
                return OptionalInt.empty();
            }
            Path manifest = output.resolve(ManifestFile.NAME);
            if (!Files.exists(manifest)) {
                return OptionalInt.empty();
            }
            JsonNode finished = ManifestFile.read(manifest);
            refuse(
                    RunTerms.ofManifest(finished).differences(prediction.terms()),
                    "the finished results in " + output,
                    "replace them by leaving --resume out");
            prediction
                    .out()
                    .println("nothing to do: " + output + " holds the finished results of run "
                            + finished.path("run").asText() + "; `virnucpro verify` checks them");
            prediction.out().flush();
            return OptionalInt.of(finished.path("exit_code").asInt(ExitCodes.INTERNAL));
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot compare: " + failure.getMessage(), failure);
        }
    }

    private static void refuse(List<String> differences, String what, String wayOut) {
        if (!differences.isEmpty()) {
            throw new CommandException(
                    ExitCodes.CONFIG,
                    what + " cannot be resumed by this command, which is another one:\n  "
                            + String.join("\n  ", differences) + "\nname what was named before, or " + wayOut);
        }
    }
}
