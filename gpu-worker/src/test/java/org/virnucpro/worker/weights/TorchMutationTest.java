package org.virnucpro.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.testkit.Mutation;

/** Damaged PyTorch files of each container: they are read or refused, and nothing else happens. */
final class TorchMutationTest {

    private static final int MUTATIONS = 1000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classifier-tiny/500_model.pth",
                "classifier-tiny/500_model_legacy.pth",
                "classifier-tiny/state_dict.pth",
                "classifier-tiny/state_dict_legacy.pth"
            })
    void mutated_files_throw_only_weights_exceptions(String fixture) throws IOException {
        byte[] original = Files.readAllBytes(RepositoryFiles.fixture(fixture));
        Path file = folder.resolve("mutated.pth");
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(file, Mutation.of(original, random));
            refused += ReadEverything.isRefused(file) ? 1 : 0;
        }
        assertThat(refused).isBetween(MUTATIONS / 5, MUTATIONS - 1);
    }
}
