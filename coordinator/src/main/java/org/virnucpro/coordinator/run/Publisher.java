package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Moves staged results into the output folder. The manifest run.json goes first when it is old and comes last when it is
 * new: a folder with a run.json is complete, and everything in it is of one run.
 */
final class Publisher {

    private final RunFolders folders;
    private final ObjectMapper json = new ObjectMapper();

    Publisher(RunFolders folders) {
        this.folders = folders;
    }

    /** Publishes all staged files and then the manifest. Returns the published files without the manifest. */
    List<Path> publish(Map<String, Object> manifest) throws IOException {
        removeEarlierRun();
        List<Path> published = new ArrayList<>();
        for (Path staged : stagedFiles()) {
            Path target = folders.output().resolve(folders.staging().relativize(staged));
            Files.createDirectories(target.getParent());
            sync(staged);
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            published.add(target);
        }
        Path temporary = folders.work().resolve("run.json");
        json.writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), manifest);
        sync(temporary);
        Files.move(temporary, folders.manifest(), StandardCopyOption.ATOMIC_MOVE);
        sync(folders.output());
        return published;
    }

    List<Path> stagedFiles() throws IOException {
        try (Stream<Path> walk = Files.walk(folders.staging())) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** What an earlier run left here and names as its own goes away with its manifest, so that results never mix. */
    private void removeEarlierRun() throws IOException {
        if (!Files.exists(folders.manifest())) {
            return;
        }
        JsonNode earlier = json.readTree(folders.manifest().toFile());
        Files.delete(folders.manifest());
        for (JsonNode output : earlier.path("outputs")) {
            Path path = folders.output().resolve(output.path("path").asText()).normalize();
            if (path.startsWith(folders.output()) && Files.isRegularFile(path)) {
                Files.delete(path);
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
