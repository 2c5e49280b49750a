package org.virnucpro.worker.doctor;

import java.util.List;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.doctor.DoctorCheck;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Section;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cpu.OpenBlasProduct;

/** Which engines can compute here, and why the others cannot. */
public final class EngineCheck implements DoctorCheck {

    @Override
    public Section section() {
        return Section.ENGINE;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        return List.of(cpu(question), CudaEngineFinding.of(question), process());
    }

    private static Finding cpu(DoctorQuestion question) {
        try (OpenBlasProduct loaded = OpenBlasProduct.load()) {
            return Finding.ok(
                    "engine.cpu",
                    "--engine cpu works, on " + CurrentJvm.processors()
                            + " processors; it is what runs without --engine");
        } catch (EngineException broken) {
            String message = "--engine cpu: " + broken.getMessage();
            return question.needs("cpu")
                    ? Finding.fail("engine.cpu", message, "")
                    : Finding.warn("engine.cpu", message, "");
        }
    }

    private static Finding process() {
        return Finding.skip(
                "engine.process",
                "--engine process runs a program of yours",
                "docs/engine-protocol.md says what it must do, examples/ has one for PyTorch");
    }
}
