package org.virnucpro.worker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
 * An engine for one language model.
 *
 * @param engine closed by the caller, before this
 * @param end frees what is behind the engine
 */
record OpenedModel(EmbeddingEngine engine, Runnable end) implements AutoCloseable {

    static OpenedModel cpu(Path model, int threads) {
        return new OpenedModel(CpuEmbeddingEngine.open(model, threads), () -> {});
    }

    static OpenedModel cuda(Path model, CudaSettings settings) {
        return new OpenedModel(CudaEmbeddingEngine.open(model, settings), () -> {});
    }

    /** A folder with a tokenizer.json is DNABERT to the program, every other one ESM-2. */
    static OpenedModel process(Path model, EngineProgram program) {
        Path folder = Files.isDirectory(model) ? model : model.resolveSibling("");
        ModelPart part = Files.exists(folder.resolve("tokenizer.json")) ? ModelPart.DNABERT : ModelPart.ESM2;
        ModelFiles files = ModelsFolder.embedding(part, model);
        EngineChild child = EngineChild.start(program, Map.of(part, files), Pause.real()::pause);
        return new OpenedModel(child.engine(part), child::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
