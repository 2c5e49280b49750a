package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.virnucpro.coordinator.plan.RunPlan;

/** The plan of a run on disk: written before the first task is queued, so that whoever takes over goes on with the same. */
final class PlanFile {

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;

    PlanFile(Path file) {
        this.file = file;
    }

    Optional<RunPlan> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(json.readValue(file.toFile(), RunPlan.class));
    }

    /** Durable when it returns. */
    void write(RunPlan plan) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        json.writeValue(temporary.toFile(), plan);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
