package org.virnucpro.worker.cli;

import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ModelsOptions;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.worker.engine.cuda.CudaSettings;
import org.virnucpro.worker.engine.process.EngineProgram;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What computes, and how fast. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelOptions {

    @Option(
            names = "--engine",
            paramLabel = "cpu|cuda|process|synthetic",
            defaultValue = "cpu",
            description =
                    "cpu: real models on processor cores; cuda: on one NVIDIA GPU; process: a program of yours, see --engine-command; synthetic:"
                            + " waits and makes scores up, to rehearse a cluster; default: ${DEFAULT-VALUE}")
    private String engine;

    @Mixin
    private ModelsOptions models = new ModelsOptions();

    @Mixin
    private EngineOptions program = new EngineOptions();

    @Option(
            names = "--gpu",
            paramLabel = "UUID|N",
            description =
                    "the GPU of this worker: its UUID as nvidia-smi -L prints it, or the beginning of that, or its"
                            + " number, which a restart of the host may change. --engine cuda takes the only one without;"
                            + " --engine process: the program sees this one only. A lock keeps other workers of this"
                            + " host off it")
    private @Nullable String gpu;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "sequences computed at a time by --engine cpu; default: one per core")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--speed",
            paramLabel = "S",
            defaultValue = "1",
            description = "--engine synthetic: predicted seconds that pass in one second; default: ${DEFAULT-VALUE}")
    private double speed;

    String engine() {
        return engine;
    }

    /** @throws org.virnucpro.common.cli.CommandException when a model is not named */
    ModelsLocation models() {
        return models.location();
    }

    /** @throws org.virnucpro.common.cli.CommandException when the program is not named */
    EngineProgram program() {
        return EngineProgramOption.program(program, gpu);
    }

    /** What {@code --gpu} says. */
    @Nullable
    String gpu() {
        return gpu;
    }

    /** Takes the place of what {@code --gpu} said. */
    void useGpu(String uuid) {
        gpu = uuid;
    }

    /** @throws org.virnucpro.common.cli.CommandException when there is no such GPU */
    CudaSettings cuda() {
        return GpuOption.settings(program, gpu);
    }

    int threads() {
        return threads;
    }

    double speed() {
        return speed;
    }
}
