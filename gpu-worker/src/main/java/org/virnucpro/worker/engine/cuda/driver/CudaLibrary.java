package org.virnucpro.worker.engine.cuda.driver;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Optional;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Loads the NVIDIA driver and its Java binding into this process. The driver comes first and by itself: when it is missing,
 * the binding would leave a class that cannot be loaded any more.
 */
public final class CudaLibrary {
    private static final String DRIVER = "libcuda.so.1";
    private static final String ADVICE = "Install the NVIDIA driver (nvidia-smi must list the GPU), give the container"
            + " access to it (docker run --gpus all), or choose --engine cpu.";

    private CudaLibrary() {}

    /** Loads what {@link #load(Optional)} loads, from where the environment says. */
    public static void load(HostEnvironment environment) {
        load(environment.variable(HostEnvironment.CUDA_LIBRARY_PATH).map(Path::of));
    }

    /**
     * Loads and initialises the driver. Idempotent: the first folder counts for the life of the process. Thread-safe.
     *
     * @param folder holds libraries to take instead of the machine's
     * @throws CudaUnavailableException when there is no driver, no GPU for it, or the binding cannot be loaded
     */
    public static void load(Optional<Path> folder) {
        String driver = folder.map(path -> path.resolve(DRIVER).toAbsolutePath().toString())
                .orElse(DRIVER);
        try {
            // Stays loaded; the binding then finds a library of this name in the process.
            NativeLibrary.getInstance(driver);
        } catch (UnsatisfiedLinkError missing) {
            throw new CudaUnavailableException(
                    "no NVIDIA driver here: " + driver + " cannot be loaded (" + firstLine(missing) + "). " + ADVICE,
                    missing);
        }
        int code = initialised();
        if (code == CUresult.CUDA_ERROR_NO_DEVICE) {
            throw new CudaUnavailableException("the NVIDIA driver finds no GPU. " + ADVICE);
        }
        if (code != CUresult.CUDA_SUCCESS) {
            throw new CudaUnavailableException(
                    "the NVIDIA driver does not start: " + CUresult.stringFor(code) + " (" + code + "). " + ADVICE);
        }
    }

    private static int initialised() {
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return JCudaDriver.cuInit(0);
        } catch (LinkageError unusable) {
            throw new CudaUnavailableException(
                    "the Java binding of CUDA cannot be loaded (" + firstLine(unusable) + "). It lies in the folder"
                            + " native beside the libraries of this program, for Linux on x86-64, and the launcher names"
                            + " it with -Djava.library.path.",
                    unusable);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
