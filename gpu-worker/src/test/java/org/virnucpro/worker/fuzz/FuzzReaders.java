package org.virnucpro.worker.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.virnucpro.common.compression.Compression;
import org.virnucpro.common.compression.Packed;
import org.virnucpro.common.embedding.EmbeddingFiles;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.embedding.EmbeddingWriter;
import org.virnucpro.common.embedding.TorchLayout;
import org.virnucpro.common.npy.NpyException;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.tokenize.TokenizerException;
import org.virnucpro.worker.weights.WeightsException;

/** The five readers of files from outside, with small files of the repository that each of them reads. */
final class FuzzReaders {

    private FuzzReaders() {}

    static List<FuzzReader> all(Path folder) throws IOException {
        return List.of(
                new FuzzReader("fasta", fasta(), Set.of(FastaException.class), Readings::fasta),
                new FuzzReader(
                        "safetensors",
                        fixtures(
                                "classifier-tiny/classifier.safetensors",
                                "esm2-tiny-sharded/model-00001-of-00002.safetensors"),
                        Set.of(WeightsException.class),
                        Readings::checkpoint),
                new FuzzReader(
                        "npy",
                        fixtures(
                                "classifier-tiny/expected/logits.npy",
                                "esm2-tiny-a/expected/short_tokens.npy",
                                "esm2-tiny-a/expected/mean_residues.npy"),
                        Set.of(NpyException.class),
                        Readings::npy),
                new FuzzReader("pickle", pickles(folder), Set.of(WeightsException.class), Readings::pickle),
                new FuzzReader("tokenizer", tokenizers(), Set.of(TokenizerException.class), Readings::tokenizer));
    }

    private static List<byte[]> fasta() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        for (String name : List.of("iupac", "crlf", "zero_length", "no_trailing_newline", "lower_case")) {
            corpus.add(Files.readAllBytes(RepositoryFiles.golden(name + "/input.fa")));
        }
        byte[] small = corpus.get(3);
        for (Compression format : Compression.values()) {
            corpus.add(Packed.of(format, small, 500));
        }
        corpus.add("@r1\nACGT\n+\nIIII\n@r2\nAC\n+\n>I\n".getBytes(UTF_8));
        return corpus;
    }

    private static List<byte[]> fixtures(String... names) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        for (String name : names) {
            corpus.add(Files.readAllBytes(RepositoryFiles.fixture(name)));
        }
        return corpus;
    }

    /** Checkpoints of both containers, and files of features. */
    private static List<byte[]> pickles(Path folder) throws IOException {
        List<byte[]> corpus = new ArrayList<>(fixtures(
                "classifier-tiny/500_model.pth",
                "classifier-tiny/500_model_legacy.pth",
                "classifier-tiny/state_dict.pth",
                "classifier-tiny/state_dict_legacy.pth",
                "esm2-tiny-a/esm2_tiny-contact-regression.pt"));
        for (TorchLayout layout : TorchLayout.values()) {
            Path file = folder.resolve("features.pt");
            try (EmbeddingWriter writer = EmbeddingFiles.create(EmbeddingFormat.PT, file, 5, 4, layout)) {
                for (int row = 0; row < 5; row++) {
                    writer.add("id" + row, new float[] {row, 1, 2, 3}, 0);
                }
                writer.commit();
            }
            corpus.add(Files.readAllBytes(file));
            Files.delete(file);
        }
        return corpus;
    }

    private static List<byte[]> tokenizers() throws IOException {
        return Stream.concat(
                        fixtures("dnabert-tiny-a/tokenizer.json", "dnabert-tiny-b/tokenizer.json").stream(),
                        fixtures("esm2-tiny-a/vocab.txt").stream())
                .toList();
    }
}
