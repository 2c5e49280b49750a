package org.virnucpro.worker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.EmbeddingFormatOption;
import org.virnucpro.common.embedding.EmbeddingFiles;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.embedding.EmbeddingWriter;
import org.virnucpro.common.embedding.TorchLayout;
import picocli.CommandLine.Option;

/** Where {@code embed} writes to, and in which form. */
final class EmbeddingOutput {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "appears once it is complete; .npy, .h5 or .pt at its end choose the format")
    private Path output = Path.of("");

    @Option(
            names = {"--format", "--save-embeddings"},
            paramLabel = "npy|hdf5|pt",
            converter = EmbeddingFormatOption.class,
            description = "npy: the rows alone; hdf5: datasets embeddings and sequence_ids; pt: the dictionary that"
                    + " VirNucPro saves for this model; without it as the name of OUT says, else npy")
    private @Nullable EmbeddingFormat format;

    /**
     * Begins the file.
     *
     * @param model a DNABERT model has a tokenizer.json, ESM-2 has none
     */
    EmbeddingWriter create(Path model, long rows, int width) throws IOException {
        Path folder = Files.isDirectory(model) ? model : model.resolveSibling("");
        boolean dnabert = Files.exists(folder.resolve("tokenizer.json"));
        TorchLayout layout = dnabert ? TorchLayout.DNABERT : TorchLayout.ESM2;
        return EmbeddingFiles.create(format(), output, rows, width, layout);
    }

    Path path() {
        return output;
    }

    private EmbeddingFormat format() {
        if (format != null && format != EmbeddingFormat.NONE) {
            return format;
        }
        String name = output.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".pt")) {
            return EmbeddingFormat.PT;
        }
        return name.endsWith(".h5") || name.endsWith(".hdf5") ? EmbeddingFormat.HDF5 : EmbeddingFormat.NPY;
    }
}
