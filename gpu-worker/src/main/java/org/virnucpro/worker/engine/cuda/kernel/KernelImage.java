package org.virnucpro.worker.engine.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The compiled kernels, PTX for compute capability 8.0 and newer, which the driver compiles for the GPU at hand. */
final class KernelImage {
    /** Made from src/main/cuda by the script {@code build} there. */
    static final String RESOURCE = "kernels.ptx";

    private KernelImage() {}

    static String ptx() {
        try (InputStream stream = KernelImage.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(
                        RESOURCE + " is not in this program: it was packed without its resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
