package org.virnucpro.worker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
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

    /**
     * By the name of an engine of this program.
     *
     * @throws CommandException when there is no such engine
     */
    static OpenedModel of(String engine, Path model, int threads) {
        if (engine.equals("cpu")) {
            return cpu(model, threads);
        }
        throw new CommandException(ExitCodes.USAGE, "--engine is cpu here, not '" + engine + "'");
    }

    static OpenedModel cpu(Path model, int threads) {
        return new OpenedModel(CpuEmbeddingEngine.open(model, threads), () -> {});
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
