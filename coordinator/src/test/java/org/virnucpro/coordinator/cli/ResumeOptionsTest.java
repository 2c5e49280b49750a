package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.InputDigests;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.RunLock;

/** What {@code predict} says to what it finds in the output folder, before it starts anything. */
final class ResumeOptionsTest {

    @TempDir
    Path folder;

    private Path input;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.writeString(folder.resolve("x.fa"), ">a\nACGT\n");
        out = Files.createDirectory(folder.resolve("out"));
    }

    @Test
    void a_stopped_run_is_neither_mixed_with_another_one_nor_removed() throws IOException {
        Path work = stopped("one", 500);
        CommandRun run = predict();
        assertThat(run.exitCode()).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(run.err()).contains(work.toString(), "0 of 0 tasks are done", "--resume", "--overwrite");
        assertThat(work).exists();
    }

    @Test
    void other_options_and_another_content_are_refused_with_each_difference() throws IOException {
        Path work = stopped("one", 300);
        Files.writeString(input, ">a\nACGA\n");
        CommandRun run = predict("--resume");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(run.err())
                .contains("chunk size (-l): 300 before, 500 now", "input x.fa (8 bytes, sha256", "is now x.fa");
        assertThat(work).exists();
    }

    @Test
    void finished_results_of_this_very_command_are_left_as_they_are() throws IOException {
        finished(500, 3);
        CommandRun run = predict("--resume");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("nothing to do");
    }

    @Test
    void finished_results_of_another_command_are_not_replaced_by_a_resumption() throws IOException {
        finished(300, 0);
        CommandRun run = predict("--resume");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(run.err()).contains("the finished results in", "chunk size");
    }

    @Test
    void two_stopped_runs_are_one_too_many() throws IOException {
        stopped("one", 500);
        stopped("two", 500);
        CommandRun run = predict("--resume");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(run.err()).contains(".virnucpro-one", ".virnucpro-two");
    }

    @Test
    void a_run_that_another_process_computes_is_left_alone_whatever_is_asked() throws IOException {
        stopped("one", 500);
        try (RunLock theirs =
                RunLock.take(new RunFolders(out.toRealPath(), new RunId("one"))).orElseThrow()) {
            assertThat(theirs).isNotNull();
            for (String option : List.of("--resume", "--overwrite", "--json=false")) {
                CommandRun run = predict(option);
                assertThat(run.exitCode()).isEqualTo(ExitCodes.CANNOT_CREATE);
                assertThat(run.err()).contains("another `virnucpro predict` computes into");
            }
        }
    }

    @Test
    void to_go_on_and_to_start_anew_exclude_each_other() {
        assertThat(predict("--resume", "--overwrite").exitCode()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_folder_says_what_it_holds() throws IOException {
        stopped("one", 500);
        finished(500, 0);
        CommandRun status = CommandRun.of(new StatusCommand(), out.toString());
        assertThat(status.out()).contains("run earlier  finished", "run one  stopped", "0 of 0 tasks are done");
        assertThat(CommandRun.of(new StatusCommand(), out.toString(), "--json")
                        .json()
                        .path("unfinished")
                        .path(0)
                        .path("run")
                        .asText())
                .isEqualTo("one");
    }

    private CommandRun predict(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of(input.toString(), "-o", out.toString(), "--engine", "synthetic"));
        arguments.addAll(List.of(options));
        return CommandRun.of(new PredictCommand(), arguments.toArray(String[]::new));
    }

    private Path stopped(String run, int chunkSize) throws IOException {
        Path work = Files.createDirectories(out.toRealPath().resolve(".virnucpro-" + run));
        Files.writeString(work.resolve("plan.json"), """
                {"layout": 3,
                 "terms": {"inputs": [{"name": "x.fa", "stem": "x", "bytes": 8, "sha256": "%s"}], "chunkSize": %d,
                   "engine": "synthetic", "models": "", "modelDigests": {}, "tables": "vanilla", "embeddings": "none"},
                 "plan": {"inputs": [], "tasks": [], "taskWork": [], "splits": []}}
                """.formatted(InputDigests.of(input), chunkSize));
        return work;
    }

    private void finished(int chunkSize, int exitCode) throws IOException {
        Files.writeString(out.resolve("run.json"), """
                {"run": "earlier", "inputs": [{"path": "in0:x.fa", "stem": "x", "bytes": 8, "sha256": "%s"}],
                 "chunk_size": %d, "engine": "synthetic", "models_sha256": "", "models": {}, "compat": "vanilla",
                 "embeddings": "none", "exit_code": %d}
                """.formatted(InputDigests.of(input), chunkSize, exitCode));
    }
}
