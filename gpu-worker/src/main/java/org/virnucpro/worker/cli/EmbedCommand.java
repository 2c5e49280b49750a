package org.virnucpro.worker.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.model.ModelException;
import org.virnucpro.worker.npy.NpyWriter;
import picocli.CommandLine.Command;
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
            "Embeds every record of a FASTA file with ESM-2 or DNABERT and writes a .npy file: float32 [records, width],"
                    + " rows in the order of the input.",
            "ESM-2 averages over the residues (at most the first 1024), DNABERT over all tokens.",
            "Sequences are passed on as they are: lower-case letters are unknown to both models."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EmbedCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|FILE",
            description = "a model folder, or a checkpoint file")
    private Path model;

    @Parameters(
            paramLabel = "INPUT.fa",
            description = "FASTA file, plain or gzip: proteins for ESM-2, bases for DNABERT; it is read twice")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.npy",
            description = "appears once it is complete")
    private Path output;

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
            try (EmbeddingEngine engine = openEngine();
                    NpyWriter rows = NpyWriter.create(output, records, engine.width());
                    FastaBatches batches = FastaBatches.open(input)) {
                for (List<FastaRecord> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                    rows.writeRows(embed(engine, batch).values(), batch.size());
                }
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

    private EmbeddingEngine openEngine() {
        try {
            return CpuEmbeddingEngine.open(model, threads);
        } catch (ModelException | EngineException e) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(e.getMessage()), e);
        }
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
        }
    }
}
