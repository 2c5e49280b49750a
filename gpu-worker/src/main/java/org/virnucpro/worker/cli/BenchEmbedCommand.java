package org.virnucpro.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.NestedSubcommand;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.embedding.EmbeddingFiles;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.embedding.EmbeddingWriter;
import org.virnucpro.common.embedding.TorchLayout;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.engine.cuda.CudaEmbeddingEngine;
import org.virnucpro.worker.model.ModelException;
import org.virnucpro.worker.tokenize.BpeTokenizer;
import org.virnucpro.worker.tokenize.EsmTokenizer;
import org.virnucpro.worker.tokenize.Tokenizer;
import org.virnucpro.worker.tokenize.TokenizerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro bench embed}: how fast an engine embeds the sequences of a file. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Embeds all records of a FASTA file again and again and tells tokens per second. Tokens are those of the model,"
                    + " special ones included; reading the file is not measured, tokenising is."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro bench embed --model models/esm2 --sequences proteins.faa --engine cuda --json",
            "  virnucpro bench embed --model models/dnabert --sequences frames.fa --engine cpu --seconds 5",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchEmbedCommand implements NestedSubcommand {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model folder or checkpoint file.")
    private Path model;

    @Option(names = "--sequences", required = true, paramLabel = "FILE", description = "FASTA file.")
    private Path sequences;

    @Option(
            names = "--engine",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "What computes. Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Sequences handed to the engine at a time. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds over the file that are not measured. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Rounds begin until this time has passed, at least one. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of --engine cpu; without it as many as there are cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private EngineOptions engineOptions = new EngineOptions();

    @Option(names = "--gpu", paramLabel = "UUID", description = "--engine cuda: the GPU to use, without it the first.")
    private @Nullable String gpu;

    @Option(names = "--kernels", description = "Measure each kernel in one more round, if the engine can.")
    private boolean kernels;

    @Option(names = "--save", paramLabel = "OUT.npy", description = "Keep the embeddings, in the order of the file.")
    private @Nullable Path save;

    @Option(
            names = "--save-tokens",
            paramLabel = "OUT.json",
            description = "Keep the token ids: one array per line, in the order of the file.")
    private @Nullable Path saveTokens;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public String parent() {
        return "bench";
    }

    @Override
    public Integer call() {
        if (batch < 1 || warmup < 0 || !(seconds >= 0) || threads < 1) {
            throw new CommandException(
                    ExitCodes.USAGE, "--batch and --threads are at least 1, --warmup and --seconds not below 0");
        }
        List<String> records = records();
        try (OpenedModel opened = opened();
                EmbeddingEngine computing = opened.engine()) {
            long tokens = tokens(records);
            EmbeddingBenchmark benchmark = new EmbeddingBenchmark(computing, records, batch, Ticker.system());
            save(benchmark, computing.width());
            Map<String, Object> result = benchmark.measure(warmup, seconds, tokens);
            if (kernels) {
                result.put("kernels", benchmark.kernels());
            }
            result.put("engine", engine);
            result.put("device", device(computing));
            print(result);
            return ExitCodes.OK;
        } catch (ModelException | EngineException | TokenizerException e) {
            throw new CommandException(ExitCodes.CONFIG, String.valueOf(e.getMessage()), e);
        } catch (EngineLostException e) {
            throw new CommandException(ExitCodes.TEMPORARY, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot write: " + e, e);
        }
    }

    private OpenedModel opened() {
        return switch (engine) {
            case "cpu" -> OpenedModel.cpu(model, threads);
            case EngineOptions.CUDA -> OpenedModel.cuda(model, GpuOption.settings(engineOptions, gpu));
            default ->
                throw new CommandException(ExitCodes.USAGE, "--engine is cpu or cuda here, not '" + engine + "'");
        };
    }

    private List<String> records() {
        List<String> records = new ArrayList<>();
        try (FastaBatches batches = FastaBatches.open(sequences)) {
            for (List<FastaRecord> next = batches.next(); !next.isEmpty(); next = batches.next()) {
                next.forEach(record -> records.add(record.bases().toString()));
            }
        } catch (IOException e) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + sequences + ": " + e, e);
        }
        if (records.isEmpty()) {
            throw new CommandException(ExitCodes.BAD_INPUT, sequences + ": holds no FASTA record");
        }
        return records;
    }

    private long tokens(List<String> records) throws IOException {
        Path vocabulary = (Files.isDirectory(model) ? model : model.resolveSibling("")).resolve("tokenizer.json");
        Tokenizer tokenizer = Files.exists(vocabulary) ? BpeTokenizer.read(vocabulary) : new EsmTokenizer();
        if (saveTokens != null) {
            ObjectMapper mapper = new ObjectMapper();
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(saveTokens))) {
                for (String record : records) {
                    out.println(mapper.writeValueAsString(tokenizer.encode(record)));
                }
            }
        }
        return records.stream()
                .mapToLong(record -> tokenizer.encode(record).length)
                .sum();
    }

    private void save(EmbeddingBenchmark benchmark, int width) throws IOException {
        if (save == null) {
            return;
        }
        try (EmbeddingWriter rows =
                EmbeddingFiles.create(EmbeddingFormat.NPY, save, benchmark.records(), width, TorchLayout.ESM2)) {
            benchmark.embed(matrix -> {
                for (int row = 0; row < matrix.rows(); row++) {
                    rows.add("", matrix.values(), row * width);
                }
            });
            rows.commit();
        }
    }

    private String device(EmbeddingEngine computing) {
        return computing instanceof CudaEmbeddingEngine cuda
                ? cuda.device()
                : Machine.local().processor();
    }

    private void print(Map<String, Object> result) throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(result));
        } else {
            result.forEach((name, value) -> out.println(name + ": " + value));
        }
        out.flush();
    }
}
