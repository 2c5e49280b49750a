package org.virnucpro.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.common.doctor.ModelsFilesCheck;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.common.testkit.RepositoryFiles;

/** Here, where the check of the models' tensors is on the class path. */
final class ModelsFilesCheckTest {

    private static final Path DEMO = RepositoryFiles.fixture("demo");

    @TempDir
    Path folder;

    @Test
    void models_that_fit_are_ok_and_a_broken_one_fails_naming_the_file() throws IOException {
        assertThat(look(DEMO, null))
                .extracting(Finding::level)
                .contains(Level.OK)
                .doesNotContain(Level.FAIL);
        Path broken = Files.writeString(folder.resolve("model.safetensors"), "not a model");
        List<Finding> findings = look(DEMO, broken);
        assertThat(findings).extracting(Finding::level).containsExactly(Level.FAIL);
        assertThat(findings.get(0).message()).contains(broken.toString());
    }

    private static List<Finding> look(Path models, Path classifier) {
        HostEnvironment here = HostEnvironment.ofProcess();
        return new ModelsFilesCheck()
                .look(new DoctorQuestion(
                        here,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new ModelsLocation(models, null, null, classifier, HubCache.of(here))),
                        List.of(),
                        GpuWeights.standard(),
                        System::nanoTime));
    }
}
