package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.coordinator.run.ManifestFile;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.RunReport;
import org.virnucpro.coordinator.run.UnfinishedRun;

/** What an output folder says of its runs, without a broker. */
final class FolderStatus {

    private final Path output;

    FolderStatus(Path output) {
        this.output = output;
    }

    /** For programs: the finished run, and the others. */
    Map<String, Object> describe() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("finished", null);
        List<Map<String, Object>> others = new ArrayList<>();
        try {
            Path manifest = output.resolve(ManifestFile.NAME);
            if (Files.exists(manifest)) {
                status.put("finished", finished(ManifestFile.read(manifest)));
            }
            for (RunFolders folders : UnfinishedRun.folders(output)) {
                others.add(unfinished(folders));
            }
        } catch (IOException | RunFailedException unreadable) {
            throw new CommandException(ExitCodes.NO_INPUT, unreadable.getMessage(), unreadable);
        }
        status.put("unfinished", others);
        return status;
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, Object> status = describe();
        if (status.get("finished") instanceof Map<?, ?> finished) {
            lines.add("run " + finished.get("run") + "  finished " + finished.get("ended") + "  "
                    + finished.get("answer") + "; exit code " + finished.get("exit_code"));
        }
        if (status.get("unfinished") instanceof List<?> others) {
            others.forEach(other -> {
                if (other instanceof Map<?, ?> run) {
                    lines.add("run " + run.get("run") + "  " + run.get("state") + "  " + run.get("progress"));
                }
            });
        }
        if (lines.isEmpty()) {
            lines.add("no run in " + output);
        }
        return lines;
    }

    private static Map<String, Object> finished(JsonNode manifest) {
        JsonNode counts = manifest.path("counts");
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("run", manifest.path("run").asText());
        run.put("started", manifest.path("started").asText());
        run.put("ended", manifest.path("ended").asText());
        run.put("exit_code", manifest.path("exit_code").asInt());
        run.put("records", counts.path("records").asLong());
        run.put("records_virus", counts.path("records_virus").asLong());
        run.put(
                "answer",
                RunReport.answer(
                        counts.path("records_virus").asLong(),
                        counts.path("records").asLong()));
        return run;
    }

    private static Map<String, Object> unfinished(RunFolders folders) throws IOException {
        UnfinishedRun stopped = UnfinishedRun.of(folders);
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("run", folders.run().value());
        run.put("state", folders.isInUse() ? "running" : "stopped, or running elsewhere");
        run.put("folder", folders.work().toString());
        run.put("tasks_finished", stopped.finished());
        run.put("tasks", stopped.plan().map(plan -> plan.plan().tasks().size()).orElse(null));
        run.put("progress", stopped.progress());
        return run;
    }
}
