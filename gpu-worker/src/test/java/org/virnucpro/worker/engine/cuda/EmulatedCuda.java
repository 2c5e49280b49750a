package org.virnucpro.worker.engine.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.cuda.driver.CudaLibrary;

/**
 * A CUDA driver that runs the kernels on the processor (src/test/cuda), compiled by g++ when its sources have changed. The
 * whole process uses it from the first call on.
 */
public final class EmulatedCuda {
    private static final String REQUIRED = "VIRNUCPRO_REQUIRE_EMULATOR";

    private final NativeLibrary driver;
    private final Path folder;

    private EmulatedCuda(Path folder) {
        this.folder = folder;
        CudaLibrary.load(Optional.of(folder));
        driver = NativeLibrary.getInstance(folder.resolve("libcuda.so.1").toString());
        configure("");
    }

    /** Without g++ the test is skipped, unless {@value #REQUIRED} is set. */
    public static EmulatedCuda load() {
        return new EmulatedCuda(built());
    }

    /** For VIRNUCPRO_CUDA_LIBRARY_PATH and {@link CudaSettings}. */
    public Path folder() {
        return folder;
    }

    /** Sets faults, see src/test/cuda/emulated_driver.cpp; an empty text takes them away. */
    public void configure(String faults) {
        driver.getFunction("emulated_cuda_configure").invokeVoid(new Object[] {faults});
    }

    /** How many of these are alive: allocations, hostAllocations, streams, events, modules; or how many launches there were. */
    public long count(String what) {
        Function count = driver.getFunction("emulated_cuda_count");
        return (long) count.invoke(long.class, new Object[] {what});
    }

    private static Path built() {
        Path module = RepositoryFiles.top().resolve("gpu-worker");
        List<Path> sources = sources(module.resolve("src/main/cuda"), module.resolve("src/test/cuda"));
        Path folder = module.resolve("target/emulated-cuda").resolve(digest(sources));
        if (!Files.exists(folder)) {
            build(module.resolve("src/test/cuda/build"), folder);
        }
        return folder;
    }

    private static List<Path> sources(Path... folders) {
        return Stream.of(folders)
                .flatMap(folder -> {
                    try (Stream<Path> files = Files.list(folder)) {
                        return files.filter(Files::isRegularFile).sorted().toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static String digest(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void build(Path script, Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            Path building = Files.createTempDirectory(folder.getParent(), "building");
            Process process = new ProcessBuilder("bash", script.toString(), building.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code == 127 && System.getenv(REQUIRED) == null) {
                Assumptions.abort("g++ is missing, so that nothing of the CUDA engine is tested: " + output);
            }
            if (code != 0) {
                throw new AssertionError(script + " failed: " + output);
            }
            Files.move(building, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
