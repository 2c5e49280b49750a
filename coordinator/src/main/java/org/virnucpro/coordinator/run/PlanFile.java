package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.coordinator.plan.RunPlan;

/** The plan of a run on disk: written before the first task is queued, and
 * again before tasks are split, so that whoever takes over goes on with the same. */
final class PlanFile {

    /** Version of what the file holds. */
    static final int LAYOUT = 3;

    private record Stored(int layout, RunTerms terms, RunPlan plan) {}

    /** Components of records only: what they can be asked besides is no part of the file. */
    private final ObjectMapper json =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    private final Path file;

    PlanFile(Path file) {
        this.file = file;
    }

    /** @throws RunFailedException when another version of this program wrote it, or it is damaged */
    Optional<StoredPlan> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode stored = json.readTree(file.toFile());
            int layout = stored.path("layout").asInt();
            if (layout != LAYOUT) {
                throw new RunFailedException(
                        ExitCodes.TEMPORARY,
                        file + " was written by another version of this program (layout " + layout + ", here: " + LAYOUT
                                + "); let that version finish the run, or start a new run with --overwrite");
            }
            if (!stored.path("terms").isObject() || !stored.path("plan").isObject()) {
                throw damaged("it is not complete", null);
            }
            return Optional.of(new StoredPlan(
                    json.treeToValue(stored.path("terms"), RunTerms.class),
                    json.treeToValue(stored.path("plan"), RunPlan.class)));
        } catch (JsonProcessingException damaged) {
            throw damaged(damaged.getOriginalMessage(), damaged);
        }
    }

    private RunFailedException damaged(String how, @Nullable Exception cause) {
        return new RunFailedException(
                ExitCodes.TEMPORARY, file + " is damaged: " + how + "; start anew with --overwrite", cause);
    }

    /** Durable when it returns. */
    void write(StoredPlan plan) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        json.writeValue(temporary.toFile(), new Stored(LAYOUT, plan.terms(), plan.plan()));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
