package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.DiskCheck;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.UnfinishedRun;
import picocli.CommandLine.Option;

/** What to do with a run that was stopped in the output folder. */
final class ResumeOptions {

    private static final Logger log = LoggerFactory.getLogger(ResumeOptions.class);

    @Option(
            names = "--resume",
            description = "Go on with a run that was stopped: its finished parts are checked and used, and nothing is"
                    + " computed twice. Starts when there is none, and ends at once when the results are there.")
    private boolean resume;

    @Option(
            names = "--overwrite",
            description = "Start anew although a stopped run is in the output folder; what it has computed is removed.")
    private boolean overwrite;

    @Option(
            names = "--no-disk-check",
            description =
                    "Start although the results seem not to fit on the disk. Of a run on this machine; a cluster's"
                            + " coordinator has an option of the same name.")
    private boolean noDiskCheck;

    DiskCheck diskCheck() {
        return noDiskCheck ? DiskCheck.NONE : DiskCheck.FREE_SPACE;
    }

    /**
     * Decides which run a command is.
     *
     * @param output exists, links followed
     * @param fresh its id when it is a new one
     */
    RunStart start(Path output, RunId fresh) {
        if (resume && overwrite) {
            throw new CommandException(ExitCodes.USAGE, "--resume and --overwrite exclude each other");
        }
        try {
            List<RunFolders> obsolete = new ArrayList<>();
            List<UnfinishedRun> stopped = new ArrayList<>();
            for (RunFolders folders : UnfinishedRun.folders(output)) {
                if (folders.isInUse()) {
                    throw new CommandException(
                            ExitCodes.CANNOT_CREATE,
                            "another `virnucpro predict` computes into " + output + " now (run " + folders.run()
                                    + "); wait for it, or name another -o");
                }
                if (overwrite || folders.isPublished()) {
                    obsolete.add(folders);
                } else {
                    UnfinishedRun run = UnfinishedRun.of(folders);
                    if (run.plan().isPresent()) {
                        stopped.add(run);
                    } else {
                        obsolete.add(folders);
                    }
                }
            }
            return new RunStart(output, resume, resume ? one(stopped) : none(stopped), obsolete, fresh);
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot look into " + output + ": " + failure.getMessage(), failure);
        }
    }

    private static Optional<UnfinishedRun> one(List<UnfinishedRun> stopped) {
        if (stopped.size() > 1) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "several stopped runs are in the output folder; remove all but the one to go on with:"
                            + described(stopped));
        }
        stopped.forEach(run -> log.info("run {} was stopped: {}", run.folders().run(), run.progress()));
        return stopped.stream().findFirst();
    }

    private static Optional<UnfinishedRun> none(List<UnfinishedRun> stopped) {
        if (!stopped.isEmpty()) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "a stopped run is in the output folder:" + described(stopped)
                            + "\ngo on with it: the same command with --resume; start anew without it: --overwrite");
        }
        return Optional.empty();
    }

    private static String described(List<UnfinishedRun> runs) {
        StringBuilder lines = new StringBuilder();
        runs.forEach(run ->
                lines.append("\n  ").append(run.folders().work()).append(": ").append(run.progress()));
        return lines.toString();
    }
}
