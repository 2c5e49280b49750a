package org.virnucpro.worker.engine.cuda.product;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Finds and loads cublasLt, which is on most machines with CUDA: as part of the toolkit, or of a Python installation.
 *
 * @param version its number, for example 130101
 * @param path where it was found
 */
record CublasLtLibrary(CublasLtFunctions functions, long version, String path) {
    private static final List<String> NAMES = List.of("libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11");
    private static final List<String> TOOLKIT_FOLDERS = List.of("lib64", "targets/x86_64-linux/lib");

    /** The first candidate that can be loaded. */
    static Optional<CublasLtLibrary> find(Optional<Path> folder, HostEnvironment environment) {
        return candidates(folder, environment, Path.of("/usr/local")).stream()
                .flatMap(candidate -> load(candidate).stream())
                .findFirst();
    }

    private static Optional<CublasLtLibrary> load(String candidate) {
        try {
            CublasLtFunctions functions = Native.load(candidate, CublasLtFunctions.class);
            return Optional.of(new CublasLtLibrary(functions, functions.cublasLtGetVersion(), candidate));
        } catch (UnsatisfiedLinkError absent) {
            return Optional.empty();
        }
    }

    /**
     * Where it may be, best first: in a folder that was named nowhere else; otherwise where the system looks, in toolkits, in
     * the Python environment that is active.
     */
    static List<String> candidates(Optional<Path> folder, HostEnvironment environment, Path toolkits) {
        List<String> candidates = new ArrayList<>();
        if (folder.isPresent()) {
            addExisting(candidates, folder.get());
            return candidates;
        }
        candidates.addAll(NAMES);
        for (Path toolkit : matching(toolkits, "cuda*")) {
            TOOLKIT_FOLDERS.forEach(name -> addExisting(candidates, toolkit.resolve(name)));
        }
        environment.variable("CONDA_PREFIX").map(Path::of).ifPresent(conda -> {
            addExisting(candidates, conda.resolve("lib"));
            addPython(candidates, conda);
        });
        environment.variable("VIRTUAL_ENV").map(Path::of).ifPresent(python -> addPython(candidates, python));
        return candidates;
    }

    private static void addPython(List<String> candidates, Path environment) {
        for (Path version : matching(environment.resolve("lib"), "python3*")) {
            Path nvidia = version.resolve("site-packages/nvidia");
            addExisting(candidates, nvidia.resolve("cu13/lib"));
            addExisting(candidates, nvidia.resolve("cublas/lib"));
        }
    }

    private static void addExisting(List<String> candidates, Path folder) {
        NAMES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .forEach(candidates::add);
    }

    private static List<Path> matching(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        } catch (IOException absent) {
            return List.of();
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }

    /** {@code 13.1.1}: since version 12 the number is major * 10000 + minor * 100 + patch. */
    String versionText() {
        return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
    }
}
