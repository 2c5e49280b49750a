package org.virnucpro.worker.engine.cuda.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;

final class CublasLtLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void a_named_folder_is_the_only_place() throws IOException {
        Path library = library("own/libcublasLt.so.12");

        assertThat(CublasLtLibrary.candidates(Optional.of(folder.resolve("own")), environment(Map.of()), folder))
                .containsExactly(library.toString());
    }

    @Test
    void the_system_comes_first_then_toolkits_newest_first_then_python() throws IOException {
        Path toolkit12 = library("cuda-12.4/lib64/libcublasLt.so.12");
        Path toolkit13 = library("cuda-13.0/targets/x86_64-linux/lib/libcublasLt.so.13");
        Path conda = library("conda/lib/libcublasLt.so.11");
        Path wheel13 = library("conda/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13");
        Path wheel12 = library("venv/lib/python3.11/site-packages/nvidia/cublas/lib/libcublasLt.so.12");
        HostEnvironment environment = environment(Map.of(
                "CONDA_PREFIX", folder.resolve("conda").toString(),
                "VIRTUAL_ENV", folder.resolve("venv").toString()));

        assertThat(CublasLtLibrary.candidates(Optional.empty(), environment, folder))
                .containsExactly(
                        "libcublasLt.so.13",
                        "libcublasLt.so.12",
                        "libcublasLt.so.11",
                        toolkit13.toString(),
                        toolkit12.toString(),
                        conda.toString(),
                        wheel13.toString(),
                        wheel12.toString());
    }

    private Path library(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private static HostEnvironment environment(Map<String, String> variables) {
        return new HostEnvironment(variables, Path.of("/"), Path.of("/tmp"), "Linux", "amd64");
    }
}
