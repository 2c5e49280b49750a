package org.virnucpro.worker.cli;

import java.util.Map;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.engine.cuda.CudaEmbeddingEngine;
import org.virnucpro.worker.engine.cuda.CudaSettings;
import org.virnucpro.worker.engine.process.EngineChild;
import org.virnucpro.worker.engine.process.EngineProgram;
import org.virnucpro.worker.predict.Pause;

/**
 * Engines for both language models.
 *
 * @param bases DNABERT
 * @param residues ESM-2
 * @param device class of the device, in words
 * @param end frees what both share, after both are closed
 * @param kill stops a computation at once, from any thread; what it computed fails
 */
record OpenedEngines(EmbeddingEngine bases, EmbeddingEngine residues, String device, Runnable end, Runnable kill)
        implements AutoCloseable {

    /** On processor cores. */
    static OpenedEngines cpu(ModelsFolder models, int threads, Machine machine) {
        EmbeddingEngine bases = CpuEmbeddingEngine.open(models.dnabert(), threads);
        try {
            EmbeddingEngine residues = CpuEmbeddingEngine.open(models.esm2(), threads);
            return new OpenedEngines(bases, residues, machine.processor(), () -> {}, () -> {});
        } catch (RuntimeException unusable) {
            bases.close();
            throw unusable;
        }
    }

    /** On one GPU. */
    static OpenedEngines cuda(ModelsFolder models, CudaSettings settings) {
        CudaEmbeddingEngine bases = CudaEmbeddingEngine.open(models.dnabert(), settings);
        try {
            CudaEmbeddingEngine residues = CudaEmbeddingEngine.open(models.esm2(), settings);
            return new OpenedEngines(bases, residues, residues.device(), () -> {}, () -> {});
        } catch (RuntimeException unusable) {
            bases.close();
            throw unusable;
        }
    }

    /** In a program of its own. */
    static OpenedEngines process(ModelsFolder models, EngineProgram program) {
        Map<ModelPart, ModelFiles> parts = Map.of(ModelPart.DNABERT, models.dnabert(), ModelPart.ESM2, models.esm2());
        EngineChild child = EngineChild.start(program, parts, Pause.real()::pause);
        return new OpenedEngines(
                child.engine(ModelPart.DNABERT),
                child.engine(ModelPart.ESM2),
                child.device(),
                child::close,
                child::kill);
    }

    @Override
    public void close() {
        try (bases;
                residues) {
            // both, also when closing one fails
        } finally {
            end.run();
        }
    }
}
