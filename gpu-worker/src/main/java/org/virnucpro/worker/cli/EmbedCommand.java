package org.virnucpro.worker.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.embedding.EmbeddingWriter;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.model.ModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro embed}: one embedding per FASTA record. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = {
            "Embeds every record of a FASTA file with ESM-2 or DNABERT and writes float32 [records, width],"
                    + " rows in the order of the input, as NumPy, HDF5 or PyTorch file.",
            "ESM-2 averages over the residues (at most the first 1024), DNABERT over all tokens.",
            "Sequences are passed on as they are: lower-case letters are unknown to both models."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro embed proteins.faa --model models/esm2 -o proteins.npy",
            "  virnucpro embed frames.fa --model models/dnabert -o frames.npy --threads 8",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EmbedCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "PATH|ID",
            description = "a model folder, a checkpoint file, or a model of the Hugging Face cache")
    private String model;

    @Option(
            names = "--engine",
            paramLabel = "cpu|cuda|process",
            defaultValue = "cpu",
            description =
                    "what computes: the processor, an NVIDIA GPU, or a program of yours; default: ${DEFAULT-VALUE}")
    private String engine;

    @Mixin
    private EngineOptions program = new EngineOptions();

    @Option(
            names = "--gpu",
            paramLabel = "UUID",
            description = "--engine cuda: the GPU to use, without it the first; --engine process: the only GPU that the"
                    + " program sees")
    private @Nullable String gpu;

    @Parameters(
            paramLabel = "INPUT.fa",
            description = "FASTA file, plain or compressed: proteins for ESM-2, bases for DNABERT; it is read twice")
    private Path input;

    @Mixin
    private EmbeddingOutput output = new EmbeddingOutput();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "sequences computed at a time; without it as many as there are cores; the result is the same")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads is " + threads + " but at least 1 thread is needed");
        }
        try {
            long records = checkedRecords();
            Path path = location();
            try (OpenedModel opened = openModel(path);
                    EmbeddingEngine engine = opened.engine();
                    EmbeddingWriter rows = create(path, records, engine.width());
                    FastaBatches batches = FastaBatches.open(input)) {
                for (List<FastaRecord> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                    write(batch, embed(engine, batch), rows);
                }
                commit(rows);
            }
            return ExitCodes.OK;
        } catch (FastaException e) {
            throw new CommandException(ExitCodes.BAD_INPUT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + input + ": " + e, e);
        } catch (UncheckedIOException e) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
        }
    }

    private long checkedRecords() throws IOException {
        if (!Files.isRegularFile(input)) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + input + ": it is no regular file");
        }
        long records = FastaBatches.count(input);
        if (records == 0) {
            throw new CommandException(ExitCodes.BAD_INPUT, input + ": holds no FASTA record (no line starts with >)");
        }
        return records;
    }

    private Path location() {
        try {
            return ModelsLocation.locate(model, HubCache.of(HostEnvironment.ofProcess()));
        } catch (ModelsException e) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    private OpenedModel openModel(Path path) {
        try {
            return switch (engine) {
                case "cpu" -> OpenedModel.cpu(path, threads);
                case EngineOptions.CUDA -> OpenedModel.cuda(path, GpuOption.settings(program, gpu));
                case EngineOptions.PROCESS -> OpenedModel.process(path, EngineProgramOption.program(program, gpu));
                default ->
                    throw new ParameterException(
                            spec.commandLine(), "--engine is cpu, cuda or process here, not '" + engine + "'");
            };
        } catch (ModelsException | ModelException | EngineException e) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(e.getMessage()), e);
        } catch (EngineLostException e) {
            throw new CommandException(ExitCodes.TEMPORARY, String.valueOf(e.getMessage()), e);
        }
    }

    private EmbeddingWriter create(Path path, long records, int width) {
        try {
            return output.create(path, records, width);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void write(List<FastaRecord> batch, EmbeddingMatrix embeddings, EmbeddingWriter rows) {
        try {
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.get(i).id(), embeddings.values(), i * embeddings.columns());
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void commit(EmbeddingWriter rows) {
        try {
            rows.commit();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException cause) {
        return new UncheckedIOException(output.path() + ": cannot be written: " + cause.getMessage(), cause);
    }

    private EmbeddingMatrix embed(EmbeddingEngine engine, List<FastaRecord> batch) {
        try {
            return engine.embed(
                    batch.stream().map(record -> record.bases().toString()).toList());
        } catch (EngineException e) {
            String first = batch.get(0).id();
            String last = batch.get(batch.size() - 1).id();
            throw new CommandException(
                    ExitCodes.BAD_INPUT, input + ": records '" + first + "' to '" + last + "': " + e.getMessage(), e);
        } catch (EngineLostException e) {
            throw new CommandException(ExitCodes.TEMPORARY, String.valueOf(e.getMessage()), e);
        }
    }
}
