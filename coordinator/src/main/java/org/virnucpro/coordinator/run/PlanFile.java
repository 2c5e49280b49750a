package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.coordinator.plan.RunPlan;

/** The plan of a run on disk: written before the first task is queued, so that whoever takes over goes on with the same. */
final class PlanFile {

    /** Version of what the file holds. */
    static final int LAYOUT = 2;

    private record Stored(int layout, RunPlan plan) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;

    PlanFile(Path file) {
        this.file = file;
    }

    /** @throws RunFailedException when another version of this program wrote it */
    Optional<RunPlan> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode stored = json.readTree(file.toFile());
        int layout = stored.path("layout").asInt();
        if (layout != LAYOUT) {
            throw new RunFailedException(
                    ExitCodes.TEMPORARY,
                    file + " was written by another version of this program (layout " + layout + ", here: " + LAYOUT
                            + "); let that version finish the run, or start a new run");
        }
        return Optional.of(json.treeToValue(stored.path("plan"), RunPlan.class));
    }

    /** Durable when it returns. */
    void write(RunPlan plan) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        json.writeValue(temporary.toFile(), new Stored(LAYOUT, plan));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
