package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.RunId;

final class PublisherTest {

    @TempDir
    Path output;

    @Test
    void results_of_an_earlier_run_go_away_and_other_files_stay() throws IOException {
        Files.writeString(output.resolve("mine.txt"), "not of a run");
        publish("first", Map.of("a_merged/prediction_results.txt", "1", "failed.tsv", "2"));
        List<Path> published = publish("second", Map.of("b_merged/prediction_results.txt", "3", "failed.tsv", "4"));
        assertThat(published)
                .containsExactlyInAnyOrder(
                        output.resolve("b_merged/prediction_results.txt"), output.resolve("failed.tsv"));
        assertThat(output.resolve("a_merged/prediction_results.txt")).doesNotExist();
        assertThat(output.resolve("failed.tsv")).hasContent("4");
        assertThat(output.resolve("mine.txt")).hasContent("not of a run");
        assertThat(output.resolve("run.json")).content().contains("second");
    }

    @Test
    void a_manifest_that_names_files_outside_deletes_nothing_there(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "keep");
        Files.writeString(
                output.resolve("run.json"),
                "{\"outputs\":[{\"path\":\"" + precious + "\"},{\"path\":\"../" + elsewhere.getFileName()
                        + "/precious\"}]}");
        publish("next", Map.of("failed.tsv", "x"));
        assertThat(precious).hasContent("keep");
    }

    @Test
    void a_publication_that_was_stopped_in_the_middle_leaves_nothing_of_either_run() throws IOException {
        publish("first", Map.of("a_merged/old.txt", "1", "failed.tsv", "2"));
        RunFolders folders = stopInTheMiddle("second", "b_merged/new.txt");
        assertThat(output.resolve("run.json")).doesNotExist();
        assertThat(output.resolve("b_merged/new.txt")).exists();
        assertThat(output.resolve("a_merged/old.txt")).exists();

        UnfinishedRun.discard(folders);

        try (var files = Files.list(output)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_publication_that_was_stopped_in_the_middle_is_done_again_as_a_whole() throws IOException {
        publish("first", Map.of("a_merged/old.txt", "1", "failed.tsv", "2"));
        stopInTheMiddle("second", "b_merged/new.txt");
        publish("second", Map.of("c_merged/again.txt", "4"));
        assertThat(output.resolve("c_merged/again.txt")).hasContent("4");
        assertThat(output.resolve("a_merged")).doesNotExist();
        assertThat(output.resolve("b_merged")).doesNotExist();
        assertThat(output.resolve("failed.tsv")).doesNotExist();
    }

    @Test
    void files_of_something_else_among_the_results_are_told() throws IOException {
        Path other = Files.createDirectories(output.resolve("z_merged")).resolve("prediction_results.txt");
        Files.writeString(other, "of whom?");
        RunFolders folders = new RunFolders(output, new RunId("next"));
        List<Path> published = publish("next", Map.of("a_merged/x.txt", "1"));
        assertThat(new Publisher(folders).strangers(published)).containsExactly(other);
        assertThat(other).exists();
    }

    @Test
    void an_earlier_manifest_that_is_damaged_does_not_stop_the_next_run() throws IOException {
        Files.writeString(output.resolve("run.json"), "{\"outputs\": [");
        publish("next", Map.of("failed.tsv", "x"));
        assertThat(output.resolve("run.json")).content().contains("next");
    }

    /** As a process leaves it that is killed when it has moved one file into place. */
    private RunFolders stopInTheMiddle(String run, String moved) throws IOException {
        RunFolders folders = new RunFolders(output, new RunId(run));
        folders.create();
        folders.clearStaging();
        ManifestFile.write(
                folders.comingManifest(),
                Map.of("run", run, "outputs", List.of(Map.of("path", moved), Map.of("path", "failed.tsv"))));
        Files.move(folders.manifest(), folders.replacedManifest());
        Path file = output.resolve(moved);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half");
        return folders;
    }

    private List<Path> publish(String run, Map<String, String> files) throws IOException {
        RunFolders folders = new RunFolders(output, new RunId(run));
        folders.create();
        folders.clearStaging();
        Publisher publisher = new Publisher(folders);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path staged = folders.staging().resolve(file.getKey());
            Files.createDirectories(staged.getParent());
            Files.writeString(staged, file.getValue());
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("run", run);
        manifest.put(
                "outputs",
                files.keySet().stream().map(path -> Map.of("path", path)).toList());
        List<Path> published = publisher.publish(manifest);
        folders.removeWork();
        return published;
    }
}
