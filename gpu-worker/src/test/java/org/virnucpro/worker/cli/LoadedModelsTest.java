package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.testkit.RepositoryFiles;
import picocli.CommandLine;

class LoadedModelsTest {

    private static final Machine MACHINE = new Machine("host", "some processor");
    private static final Path DEMO = RepositoryFiles.fixture("demo");

    @Test
    void a_folder_is_served_for_every_chunk_size_with_the_digests_that_runs_ask_for() {
        try (LoadedModels models = load("--engine", "cpu", "--models", DEMO.toString(), "--threads", "1")) {
            assertThat(models.device()).isEqualTo("some processor");
            assertThat(models.digests())
                    .containsOnlyKeys("300", "500")
                    .containsEntry(
                            "300",
                            ModelsDigest.of(ModelsFolder.resolve(DEMO, 300)).combined())
                    .containsEntry(
                            "500",
                            ModelsDigest.of(ModelsFolder.resolve(DEMO, 500)).combined());
        }
    }

    @Test
    void a_classifier_that_is_named_for_one_chunk_size_serves_only_that() {
        String classifier = DEMO.resolve("classifier/500_model.pth").toString();
        try (LoadedModels models =
                load("--engine", "cpu", "--models", DEMO.toString(), "--classifier", classifier, "--threads", "1")) {
            assertThat(models.digests()).containsOnlyKeys("500");
        }
    }

    @Test
    void models_that_do_not_fit_each_other_are_refused() {
        String wide = RepositoryFiles.fixture("classifier-3328/classifier.safetensors")
                .toString();

        assertRefused(ExitCodes.CONFIG, "3328", "--engine", "cpu", "--models", DEMO.toString(), "--classifier", wide);
    }

    @Test
    void wrong_options_say_what_is_missing() {
        assertRefused(ExitCodes.USAGE, "--models", "--engine", "cpu");
        assertRefused(ExitCodes.USAGE, "--models", "--engine", "cuda");
        assertRefused(ExitCodes.USAGE, "cpu, cuda, process", "--engine", "tpu");
        assertRefused(ExitCodes.USAGE, "--speed", "--engine", "synthetic", "--speed", "0");
        assertRefused(ExitCodes.USAGE, "--threads", "--engine", "cpu", "--models", DEMO.toString(), "--threads", "0");
        assertRefused(ExitCodes.USAGE, "--engine-command", "--engine", "process", "--models", DEMO.toString());
        assertRefused(ExitCodes.CONFIG, "/nowhere", "--engine", "cpu", "--models", "/nowhere");
    }

    @Test
    void a_synthetic_worker_needs_no_models() {
        try (LoadedModels models = load("--engine", "synthetic")) {
            assertThat(models.digests()).isEmpty();
        }
    }

    private static void assertRefused(int exitCode, String words, String... arguments) {
        assertThatThrownBy(() -> load(arguments).close())
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(exitCode))
                .hasMessageContaining(words);
    }

    private static LoadedModels load(String... arguments) {
        ModelOptions options = new ModelOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("models", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return LoadedModels.load(options, MACHINE);
    }
}
