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

    private List<Path> publish(String run, Map<String, String> files) throws IOException {
        RunFolders folders = new RunFolders(output, new RunId(run));
        folders.create();
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
