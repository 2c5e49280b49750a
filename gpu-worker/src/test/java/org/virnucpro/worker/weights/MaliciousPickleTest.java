package org.virnucpro.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnucpro.worker.weights.TorchFiles.stateDict;
import static org.virnucpro.worker.weights.TorchFiles.tensor;
import static org.virnucpro.worker.weights.TorchFiles.text;
import static org.virnucpro.worker.weights.TorchFiles.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that would run code in Python, in both containers and as files of features: refused, and nothing is run. */
final class MaliciousPickleTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "nt, system",
        "subprocess, Popen",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, eval",
        "builtins, getattr",
        "builtins, __import__",
        "operator, attrgetter",
        "functools, partial",
        "importlib, import_module",
        "pickle, loads",
        "torch, load",
        "torch.hub, load",
        "torch._utils, _rebuild_qtensor",
        "torch.nn.modules.linear, os.system",
        "java.lang, Runtime",
    })
    void a_call_of_anything_but_the_parts_of_a_model_is_refused_by_name(String module, String name) throws IOException {
        String call = "c" + module + "\n" + name + "\n(" + text("touch " + folder.resolve("pwned")) + "tR";
        for (String pickle : new String[] {
            "\u0080\u0002" + call + ".",
            // as a value, behind a good tensor
            "\u0080\u0002}" + text("a") + tensor("0", 2, 0, tuple(2), tuple(1)) + "s" + text("b") + call + "s.",
            // as the argument of an allowed function
            "\u0080\u0002" + TorchFiles.REBUILD + "(" + call + "tR.",
            // as the state of an allowed class
            "\u0080\u0002ctorch.nn.modules.linear\nLinear\n)\u0081" + call + "b.",
            // as a persistent id
            "\u0080\u0002" + call + "Q.",
        }) {
            assertRefused(pickle, module + "." + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"os", "builtins"})
    void a_name_built_on_the_stack_is_refused_as_well(String module) throws IOException {
        String name = module.equals("os") ? "system" : "eval";
        String named = "\u0080\u0004" + text(module) + text(name) + "\u0093";
        assertRefused(named + "(" + text("1") + "tR.", module + "." + name);
        // an allowed name that is said to be in another module
        assertRefused("\u0080\u0004" + text(module) + text("OrderedDict") + "\u0093)R.", module + ".OrderedDict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i", // INST: calls a class by two lines
                "o", // OBJ: calls a class on the stack
                "P", // PERSID
                "\u0082", // EXT1: a class of the registry of extensions
                "\u0083", // EXT2
                "\u0084", // EXT4
                "\u0092", // NEWOBJ_EX
            })
    void other_opcodes_that_make_objects_are_unknown(String opcode) throws IOException {
        assertRefused("\u0080\u0002(" + opcode + "os\nsystem\n.", "unknown or refused pickle opcode");
    }

    @Test
    void an_allowed_class_is_never_made_it_is_only_named() throws IOException {
        // a class of the name of the classifier, from a module that is none of PyTorch's
        String pickle = "\u0080\u0002cos\nMLPClassifier\n)\u0081}" + text("_parameters") + "}" + text("w")
                + tensor("0", 2, 0, tuple(2), tuple(1)) + "ssb.";
        Path file = TorchFiles.withPickle(pickle).counting("0", 2).write(folder.resolve("model.pth"));
        try (TensorSource source = Checkpoints.open(file)) {
            assertThat(source.read("w").values()).containsExactly(0f, 1f);
        }
    }

    @Test
    void an_entry_that_claims_to_be_larger_than_the_file_takes_no_memory() throws IOException {
        int numbers = Integer.MAX_VALUE / 8;
        Path file = TorchFiles.withPickle(stateDict(tensor("0", numbers, 0, tuple(numbers), tuple(1))))
                .counting("0", 2)
                .write(folder.resolve("model.pth"));
        byte[] zip = Files.readAllBytes(file);
        // both sizes of the second entry of the central directory
        int central = lastIndexOf(zip, "any/data/0") - 46;
        for (int at : new int[] {central + 20, central + 24}) {
            for (int i = 0; i < 4; i++) {
                zip[at + i] = (byte) (numbers * 4L >>> 8 * i);
            }
        }
        Files.write(file, zip);
        assertThatThrownBy(() -> Checkpoints.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("larger than the file");
    }

    @Test
    void rows_that_share_their_numbers_cannot_multiply_a_small_file() throws IOException {
        // 1000 ids, and 1000 times one tensor of 1000 numbers
        String id = text("x") + "q\u0001";
        String row = tensor("0", 1000, 0, tuple(1000), tuple(1)) + "q\u0002";
        String pickle = "\u0080\u0002}" + text("proteins") + "](" + id + "h\u0001".repeat(999) + "es" + text("data")
                + "](" + row + "h\u0002".repeat(999) + "es.";
        Path file = TorchFiles.withPickle(pickle).counting("0", 1000).write(folder.resolve("features.pt"));
        assertThatThrownBy(() -> FeatureFiles.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("1000 rows of 1000 numbers share their numbers");
    }

    @Test
    void names_that_grow_with_the_depth_are_refused() throws IOException {
        String module = "\u0080\u0002ctorch.nn.modules.linear\nLinear\n)\u0081}" + text("_modules") + "}"
                + text("m".repeat(5000)) + "ctorch.nn.modules.linear\nLinear\n)\u0081}bssb.";
        Path file = TorchFiles.withPickle(module).write(folder.resolve("model.pth"));
        assertThatThrownBy(() -> Checkpoints.open(file)).hasMessageContaining("a name of more than 4096 characters");
    }

    private void assertRefused(String pickle, String message) throws IOException {
        Path zip = TorchFiles.withPickle(pickle).counting("0", 2).write(folder.resolve("model.pth"));
        assertThatThrownBy(() -> Checkpoints.open(zip))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(zip.toString())
                .hasMessageContaining(message);
        assertThatThrownBy(() -> FeatureFiles.read(zip))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(message);
        // the third of the five pickles of a legacy file is the first that may be anything
        String head = "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.\u0080\u0002}"
                + text("little_endian") + "\u0088s.";
        Path legacy = Files.write(folder.resolve("legacy.pth"), (head + pickle).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Checkpoints.open(legacy))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(legacy.toString())
                .hasMessageContaining(message);
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }
}
