package org.virnucpro.worker.engine.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

final class KernelImageTest {
    private static final Path SOURCES = RepositoryFiles.top().resolve("gpu-worker/src/main/cuda");

    /** The order of the script: all .cu, then all .cuh. */
    @Test
    void the_shipped_ptx_is_made_from_the_sources_that_are_here() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String suffix : List.of(".cu", ".cuh")) {
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.filter(file -> file.toString().endsWith(suffix))
                        .sorted()
                        .toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        String expected = HexFormat.of().formatHex(digest.digest());

        assertThat(KernelImage.ptx().lines().findFirst())
                .as("run gpu-worker/src/main/cuda/build and commit its result")
                .hasValueSatisfying(line -> assertThat(line).endsWith(expected));
    }

    @Test
    void old_drivers_take_the_shipped_ptx() {
        assertThat(KernelImage.ptx()).contains("\n.version 7.0\n").contains("\n.target sm_80\n");
    }
}
