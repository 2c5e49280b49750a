package org.virnucpro.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnucpro.worker.weights.TorchFiles.stateDict;
import static org.virnucpro.worker.weights.TorchFiles.tensor;
import static org.virnucpro.worker.weights.TorchFiles.text;
import static org.virnucpro.worker.weights.TorchFiles.tuple;
import static org.virnucpro.worker.weights.TorchFiles.withPickle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;

final class TorchTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "dnabert-tiny-a/pytorch_model.bin, dnabert-tiny-a/model.safetensors",
        "dnabert-tiny-b/pytorch_model.bin, dnabert-tiny-b/model.safetensors",
        "classifier-tiny/500_model.pth, classifier-tiny/classifier.safetensors",
        "classifier-tiny/500_model_legacy.pth, classifier-tiny/classifier.safetensors",
        "classifier-tiny/500_model_cuda_tag.pth, classifier-tiny/classifier.safetensors",
        "classifier-tiny/state_dict.pth, classifier-tiny/classifier.safetensors",
        "classifier-tiny/state_dict_legacy.pth, classifier-tiny/classifier.safetensors",
        "classifier-3328/500_model_legacy.pth, classifier-3328/classifier.safetensors",
        "classifier-3328/500_model.pth, classifier-3328/classifier.safetensors",
    })
    void a_torch_file_holds_the_bits_of_its_safetensors_twin(String torch, String safetensors) {
        try (TensorSource actual = Checkpoints.open(RepositoryFiles.fixture(torch));
                TensorSource expected = Checkpoints.open(RepositoryFiles.fixture(safetensors))) {
            assertThat(actual.names()).containsAll(expected.names());
            for (String name : expected.names()) {
                if (!name.endsWith("num_batches_tracked")) {
                    assertThat(actual.read(name).shape())
                            .as(name)
                            .isEqualTo(expected.read(name).shape());
                    assertThat(actual.read(name).values())
                            .as(name)
                            .isEqualTo(expected.read(name).values());
                }
            }
        }
    }

    @Test
    void a_fair_esm_file_gives_its_tensors_without_prefixes_and_its_hyper_parameters() {
        try (TensorSource source = Checkpoints.open(RepositoryFiles.fixture("esm2-tiny-a/esm2_tiny.pt"));
                TensorSource twin = Checkpoints.open(RepositoryFiles.fixture("esm2-tiny-a/model.safetensors"))) {
            assertThat(((CheckpointFile) source).fairEsmConfig()).contains(new FairEsmConfig(3, 64, 4, true));
            assertThat(source.names()).contains("embed_tokens.weight", "layers.2.fc1.bias", "lm_head.bias");
            float[] halves = source.read("embed_tokens.weight").values();
            float[] floats = twin.read("esm.embeddings.word_embeddings.weight").values();
            assertThat(halves).hasSameSizeAs(floats);
            for (int i = 0; i < floats.length; i++) {
                assertThat(Math.abs(halves[i] - floats[i])).isLessThanOrEqualTo(Math.abs(floats[i]) * 0x1p-11f + 1e-7f);
            }
        }
    }

    @Test
    void a_contact_regression_file_is_a_state_dict_under_model() {
        Path file = RepositoryFiles.fixture("esm2-tiny-a/esm2_tiny-contact-regression.pt");
        try (TensorSource source = Checkpoints.open(file)) {
            assertThat(source.read("contact_head.regression.weight").shape()).containsExactly(1, 12);
            assertThat(((CheckpointFile) source).fairEsmConfig()).isEmpty();
        }
    }

    @Test
    void a_long_tensor_is_named_and_refused() {
        try (TensorSource source = Checkpoints.open(RepositoryFiles.fixture("classifier-tiny/state_dict.pth"))) {
            assertThat(source.names()).contains("bn1.num_batches_tracked");
            assertThatThrownBy(() -> source.read("bn1.num_batches_tracked"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll("state_dict.pth", "bn1.num_batches_tracked", "I64");
        }
    }

    @Test
    void offset_and_strides_are_honoured() throws IOException {
        String transposed = tensor("0", 20, 2, tuple(3, 2), tuple(1, 4));
        Path file = withPickle(stateDict(transposed)).counting("0", 20).write(folder.resolve("a.pt"));
        try (TensorSource source = Checkpoints.open(file)) {
            assertThat(source.read("a").shape()).containsExactly(3, 2);
            assertThat(source.read("a").values()).containsExactly(2, 6, 3, 7, 4, 8);
        }
    }

    @Test
    void tied_tensors_share_a_storage() throws IOException {
        String pickle = "\u0080\u0002}(" + text("a") + tensor("0", 4, 0, tuple(2, 2), tuple(2, 1)) + text("b")
                + tensor("0", 4, 2, tuple(2), tuple(1)) + text("c") + tensor("0", 4, 3, ")", ")") + "u.";
        Path file = withPickle(pickle).counting("0", 4).write(folder.resolve("a.pt"));
        try (TensorSource source = Checkpoints.open(file)) {
            assertThat(source.read("a").values()).containsExactly(0, 1, 2, 3);
            assertThat(source.read("b").values()).containsExactly(2, 3);
            assertThat(source.read("c").values()).containsExactly(3);
            assertThat(source.read("c").shape()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20 | 0 | 21 | 1 | does not lie inside",
                "20 | 18 | 3 | 1 | does not lie inside",
                "20 | 0 | 3 | 10 | does not lie inside",
                "20 | -1 | 3 | 1 | does not lie inside",
                "20 | 0 | 3 | -1 | does not lie inside",
                "20 | 0 | 2000000000 | 2000000000 | does not lie inside",
                "20 | 0 | 2000000000 | 0 | repeats its numbers",
                "19 | 0 | 3 | 1 | holds 80 bytes, expected 76",
            })
    void a_tensor_outside_its_storage_is_refused(int numbers, int offset, int size, int stride, String message)
            throws IOException {
        String pickle = stateDict(tensor("0", numbers, offset, tuple(size), tuple(stride)));
        Path file = withPickle(pickle).counting("0", 20).write(folder.resolve("a.pt"));

        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(file.toString(), message);
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "__builtin__, eval",
        "torch._utils, _rebuild_tensor",
        "torch.nn.modules.conv, Conv2d",
        "torch, load"
    })
    void a_class_or_function_of_no_model_is_refused_by_name(String module, String name) throws IOException {
        Path target = folder.resolve("ran");
        String pickle = "\u0080\u0002c" + module + "\n" + name + "\n" + text("touch " + target) + "\u0085R.";
        Path zip = withPickle(pickle).write(folder.resolve("a.pt"));
        Path legacy = Files.write(folder.resolve("b.pt"), pickle.getBytes(StandardCharsets.ISO_8859_1));

        for (Path file : List.of(zip, legacy)) {
            assertThatThrownBy(() -> Checkpoints.open(file))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll(file.toString(), "refused: it names " + module + "." + name, "state_dict");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void a_refused_class_is_refused_also_when_it_is_named_through_the_stack() throws IOException {
        String pickle = "\u0080\u0004" + text("os") + text("system") + "\u0093.";
        Path file = withPickle(pickle).write(folder.resolve("a.pt"));

        assertThatThrownBy(() -> Checkpoints.open(file)).hasMessageContaining("refused: it names os.system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080\u0002}", // ends without STOP
                "\u0080\u0002.", // nothing on the stack
                "\u0080\u0002K\u0001.", // a number
                "\u0080\u0002}.", // no tensor
                "\u0080\u0002X\u00ff\u00ff\u00ff\u007fa.", // a string of 2 GiB
                "\u0080\u0002h\u0005.", // nothing in the memo
                "\u0080\u0002u.", // no mark
                "\u0080\u0002](K\u0001u.", // entries for a list
                "\u0080\u0002}q\u0000h\u0000K\u0001s.", // a dictionary that is its own key
                "\u0080\u0002]q\u0000h\u0000a\u0085Q.", // a list in itself as storage
                "\u0080\u0002K\u0001Q.", // a persistent id that is a number
                "\u0080\u0002K\u0001)R.", // a call of a number
                "\u0080\u0002K\u0001}b.", // a state for a number
                "\u0080\u0005}.", // protocol 5
                "\u0080\u0002i.", // INST would run code
                "\u0080\u0002cargparse", // a name without end
            })
    void a_damaged_pickle_is_refused_with_the_name_of_the_file(String pickle) throws IOException {
        Path file = withPickle(pickle).write(folder.resolve("a.pt"));

        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_module_inside_itself_is_refused() throws IOException {
        String pickle = "\u0080\u0002c__main__\nMLPClassifier\n)\u0081q\u0000}" + text("_modules") + "}(" + text("a")
                + "h\u0000" + text("b") + "h\u0000usb.";
        Path file = withPickle(pickle).write(folder.resolve("a.pt"));

        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("a module inside itself");
    }

    @Test
    void endless_pickles_are_refused() throws IOException {
        Path file = withPickle("\u0080\u0002" + "}".repeat(3_000_000) + ".").write(folder.resolve("a.pt"));

        assertThatThrownBy(() -> Checkpoints.open(file)).hasMessageContaining("more than 2000000 operations");
    }

    @Test
    void other_zip_files_are_refused() throws IOException {
        String pickle = stateDict(tensor("0", 4, 0, tuple(4), tuple(1)));
        TorchFiles files = withPickle(pickle).counting("0", 4);

        Path compressed = files.compressed().write(folder.resolve("a.pt"));
        assertThatThrownBy(() -> Checkpoints.open(compressed)).hasMessageContaining("is compressed");
        Path noStorage = withPickle(pickle).write(folder.resolve("b.pt"));
        assertThatThrownBy(() -> Checkpoints.open(noStorage)).hasMessageContaining("no entry any/data/0");
        Path noPickle = new TorchFiles().counting("0", 4).write(folder.resolve("c.pt"));
        assertThatThrownBy(() -> Checkpoints.open(noPickle)).hasMessageContaining("0 entries named data.pkl");
        Path big = withPickle(pickle)
                .counting("0", 4)
                .entry("byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .write(folder.resolve("d.pt"));
        assertThatThrownBy(() -> Checkpoints.open(big)).hasMessageContaining("byte order 'big'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DoubleStorage", "IntStorage", "BoolStorage"})
    void other_number_types_are_refused_by_name(String type) throws IOException {
        int bytes = ElementType.ofTorchStorage(type).orElseThrow().bytes();
        String pickle = stateDict(tensor("ctorch\n" + type + "\n", "0", 2, 0, tuple(2), tuple(1)));
        Path file = withPickle(pickle).entry("data/0", new byte[2 * bytes]).write(folder.resolve("a.pt"));
        try (TensorSource source = Checkpoints.open(file)) {
            assertThat(source.names()).isEqualTo(Set.of("a"));
            assertThatThrownBy(() -> source.read("a")).hasMessageContainingAll("tensor 'a'", "only F32, F16 and BF16");
        }
    }

    @Test
    void many_threads_read_the_same_numbers() throws Exception {
        Path file = RepositoryFiles.fixture("classifier-3328/500_model.pth");
        try (TensorSource source = Checkpoints.open(file)) {
            float[] expected = source.read("hidden_layer.weight").values();
            List<float[]> read = IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(i -> source.read("hidden_layer.weight").values())
                    .toList();
            assertThat(read).allSatisfy(values -> assertThat(values).isEqualTo(expected));
        }
    }
}
