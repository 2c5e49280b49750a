package org.virnucpro.worker.nvml;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;

/**
 * libnvidia-ml.so.1, function by function: an old one lacks some, which costs no more than what they would have told.
 * Thread-safe, as NVML is.
 */
final class NvmlLibrary {

    private static final String NAME = "libnvidia-ml.so.1";

    /** Where Windows puts the driver's libraries for Linux programs; not on the search path of all distributions. */
    private static final Path WSL = Path.of("/usr/lib/wsl/lib");

    private final NativeLibrary library;

    private NvmlLibrary(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Loads it: from {@value HostEnvironment#CUDA_LIBRARY_PATH} and nowhere else when that is set, else as the system finds it.
     *
     * @throws NvmlException when there is none
     */
    static NvmlLibrary load(HostEnvironment environment) {
        Optional<String> folder = environment.variable(HostEnvironment.CUDA_LIBRARY_PATH);
        if (folder.isPresent()) {
            return open(Path.of(folder.get()).resolve(NAME).toAbsolutePath().toString());
        }
        try {
            return open(NAME);
        } catch (NvmlException absent) {
            if (Files.exists(WSL.resolve(NAME))) {
                return open(WSL.resolve(NAME).toString());
            }
            throw absent;
        }
    }

    private static NvmlLibrary open(String name) {
        try {
            return new NvmlLibrary(NativeLibrary.getInstance(name));
        } catch (LinkageError absent) {
            throw new NvmlException(name + " cannot be loaded: there is no NVIDIA driver here", absent);
        }
    }

    /** Calls a function that returns a status. Returns {@link NvmlStatus#FUNCTION_NOT_FOUND} when the library lacks it. */
    int call(String function, Object... arguments) {
        Function found;
        try {
            found = library.getFunction(function);
        } catch (UnsatisfiedLinkError absent) {
            return NvmlStatus.FUNCTION_NOT_FOUND;
        }
        return found.invokeInt(arguments);
    }

    /**
     * Calls the first of these functions that the library has.
     *
     * @throws NvmlException when it fails
     */
    void require(List<String> functions, Object... arguments) {
        int status = NvmlStatus.FUNCTION_NOT_FOUND;
        for (String function : functions) {
            status = call(function, arguments);
            if (status != NvmlStatus.FUNCTION_NOT_FOUND) {
                break;
            }
        }
        if (status != NvmlStatus.SUCCESS) {
            throw new NvmlException(functions.get(0) + ": " + NvmlStatus.describe(status));
        }
    }
}
