package org.virnucpro.worker.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.worker.engine.cuda.CudaDevice;
import org.virnucpro.worker.engine.cuda.CudaDevices;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;
import org.virnucpro.worker.engine.cuda.product.CublasLtPlace;

/** Whether {@code --engine cuda} can compute here: driver, kind of card, matrix products. */
final class CudaEngineFinding {

    private static final String SUBJECT = "engine.cuda";

    /** Of the kernels that this program comes with: compute capability 8.0. */
    private static final int OLDEST_MAJOR = 8;

    private CudaEngineFinding() {}

    static Finding of(DoctorQuestion question) {
        List<CudaDevice> devices;
        try {
            devices = CudaDevices.list(question.environment());
        } catch (CudaUnavailableException | CudaException unusable) {
            String message = "--engine cuda cannot run: " + unusable.getMessage();
            return question.needs("cuda") ? Finding.fail(SUBJECT, message, "") : Finding.skip(SUBJECT, message, "");
        }
        return of(devices, CublasLtPlace.find(question.environment()), question.needs("cuda"))
                .with("gpus", devices.size());
    }

    static Finding of(List<CudaDevice> devices, Optional<CublasLtPlace> products, boolean needed) {
        Optional<CudaDevice> old =
                devices.stream().filter(device -> device.major() < OLDEST_MAJOR).findFirst();
        if (old.isPresent()) {
            CudaDevice card = old.get();
            return new Finding(
                    SUBJECT,
                    needed && devices.stream().allMatch(device -> device.major() < OLDEST_MAJOR)
                            ? Level.FAIL
                            : Level.WARN,
                    "--engine cuda: " + card.uuid() + " (" + card.name() + ") has compute capability "
                            + card.computeCapability() + ", its kernels need 8.0 (Ampere) or newer",
                    "leave it out: --gpus with the others, or --engine process with a program for it",
                    Map.of());
        }
        String gpus = "--engine cuda works, on " + devices.size() + (devices.size() == 1 ? " GPU" : " GPUs");
        return products.map(library -> Finding.ok(
                                SUBJECT,
                                gpus + ", products by cublasLt " + library.version() + " (" + library.path()
                                        + "); ask for it with --engine cuda, cpu is what runs without")
                        .with("cublaslt", library.path())
                        .with("cublaslt_version", library.version()))
                .orElseGet(() -> Finding.warn(
                        SUBJECT,
                        gpus + ", products by its own kernels: cublasLt was not found",
                        "it is faster with cublasLt: pip install nvidia-cublas, or install the CUDA toolkit, and let"
                                + " LD_LIBRARY_PATH or an active Python environment lead to it"));
    }
}
