package org.virnucpro.worker.engine.cuda.product;

import java.nio.file.Path;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Where this machine has cublasLt.
 *
 * @param version such as {@code 13.1.1}
 * @param path as it was found, or its name when the system knows where it is
 */
public record CublasLtPlace(String version, String path) {

    /** The library that the engine would use; loads it. */
    public static Optional<CublasLtPlace> find(HostEnvironment environment) {
        return CublasLtLibrary.find(
                        environment.variable(HostEnvironment.CUDA_LIBRARY_PATH).map(Path::of), environment)
                .map(library -> new CublasLtPlace(library.versionText(), library.path()));
    }
}
