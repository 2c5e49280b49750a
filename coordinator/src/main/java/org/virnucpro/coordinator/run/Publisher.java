package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.file.Folders;

/**
 * Moves staged results into the output folder. The manifest run.json goes first when it is old and comes last when it is
 * new: a folder with a run.json is complete, and everything that it names is of one run. In between, both manifests are in the
 * work folder, so that whoever goes on after a crash knows which files are to go away.
 */
final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final String RESULTS = "_merged";

    private final RunFolders folders;

    Publisher(RunFolders folders) {
        this.folders = folders;
    }

    /** Publishes all staged files and then the manifest. Returns the published files without the manifest. */
    List<Path> publish(Map<String, Object> manifest) throws IOException {
        removeHalfPublished();
        ManifestFile.write(folders.comingManifest(), manifest);
        sync(folders.comingManifest());
        if (Files.exists(folders.manifest())) {
            Files.move(folders.manifest(), folders.replacedManifest(), StandardCopyOption.ATOMIC_MOVE);
        }
        sync(folders.work());
        removeFilesOf(folders.replacedManifest());
        List<Path> published = new ArrayList<>();
        for (Path staged : stagedFiles()) {
            Path target = folders.output().resolve(folders.staging().relativize(staged));
            Folders.createParent(target);
            sync(staged);
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            published.add(target);
        }
        Files.move(folders.comingManifest(), folders.manifest(), StandardCopyOption.ATOMIC_MOVE);
        sync(folders.output());
        return published;
    }

    List<Path> stagedFiles() throws IOException {
        try (Stream<Path> walk = Files.walk(folders.staging())) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Removes what this run had published when it was stopped in the middle, and what is left of the results that it was
     * replacing: without a manifest nobody could tell them from results of another run.
     */
    void removeHalfPublished() throws IOException {
        removeFilesOf(folders.comingManifest());
        removeFilesOf(folders.replacedManifest());
    }

    /** Files in the folders of results that are not among {@code published}: they are of something else. */
    List<Path> strangers(List<Path> published) throws IOException {
        List<Path> strangers = new ArrayList<>();
        try (Stream<Path> folder = Files.list(folders.output())) {
            for (Path results : folder.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().endsWith(RESULTS))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.list(results)) {
                    files.filter(file -> !published.contains(file)).sorted().forEach(strangers::add);
                }
            }
        }
        return strangers;
    }

    /** What a manifest names as its own goes away, and then the manifest; nothing outside the output folder. */
    private void removeFilesOf(Path manifest) throws IOException {
        if (!Files.exists(manifest)) {
            return;
        }
        for (JsonNode output : outputsOf(manifest)) {
            Path path = folders.output().resolve(output.path("path").asText()).normalize();
            if (path.startsWith(folders.output()) && Files.isRegularFile(path)) {
                Files.delete(path);
                removeIfEmpty(path.getParent());
            }
        }
        Files.delete(manifest);
    }

    private static JsonNode outputsOf(Path manifest) throws IOException {
        try {
            return ManifestFile.read(manifest).path("outputs");
        } catch (IOException damaged) {
            if (!Files.isReadable(manifest)) {
                throw damaged;
            }
            log.warn("{}: which files belong to the earlier results is not known, they stay", damaged.getMessage());
            return MissingNode.getInstance();
        }
    }

    private void removeIfEmpty(@Nullable Path folder) throws IOException {
        if (folder != null && !folder.equals(folders.output())) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException used) {
                // it holds other files, which stay
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
