package org.virnucpro.worker.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.RepositoryFiles;

/** Our own libnvidia-ml.so.1, built by the C compiler of this machine. */
public record FakeNvml(Path folder) {

    /** Builds it; the test is skipped, saying so, on a machine without a C compiler. */
    public static FakeNvml build(Path folder, String... options) throws IOException, InterruptedException {
        HostEnvironment here = HostEnvironment.ofProcess();
        assumeTrue(!here.programs("gcc").isEmpty(), "no gcc on this machine: NVML is not tested");
        Path source = RepositoryFiles.top().resolve("gpu-worker/src/test/native/fake_nvml.c");
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o"));
        command.add(folder.resolve("libnvidia-ml.so.1").toString());
        command.add(source.toString());
        command.addAll(List.of(options));
        Process compiler = new ProcessBuilder(command).inheritIO().start();
        assertThat(compiler.waitFor()).as("exit code of gcc").isZero();
        return new FakeNvml(folder);
    }

    /** What a process is told that is to find it. */
    public HostEnvironment environment() {
        return new HostEnvironment(
                Map.of(HostEnvironment.CUDA_LIBRARY_PATH, folder.toString()), folder, folder, "Linux", "amd64");
    }

    /** From now on a function returns this code; 0: it works again. */
    void fail(String function, int code) {
        NativeLibrary.getInstance(folder.resolve("libnvidia-ml.so.1").toString())
                .getFunction("fake_nvml_fail")
                .invokeVoid(new Object[] {function, code});
    }
}
