package org.virnucpro.common.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The weights files of the first kind that a folder holds.
 *
 * @param folder the folder of the model
 * @param candidates file names, sorted; at least one
 */
record WeightsChoice(ModelPart part, Path folder, List<String> candidates) {

    private static final String INDEX = ".safetensors.index.json";
    private static final String SAFETENSORS = ".safetensors";
    private static final String TORCH = "pytorch_model.bin";
    private static final String TORCH_INDEX = TORCH + ".index.json";
    private static final Pattern SHARD = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.safetensors");
    /** Of fair-esm: the head that predicts contacts, not the model. */
    private static final String CONTACT_HEAD = "-contact-regression.pt";

    private static final Pattern CHUNK_SIZE = Pattern.compile("(\\d+)_.*");
    private static final String KINDS = "*.safetensors or pytorch_model.bin (or the index of either), *.pt or *.pth";

    static WeightsChoice of(ModelPart part, Path folderOrFile) {
        if (Files.isRegularFile(folderOrFile)) {
            return new WeightsChoice(
                    part,
                    folderOrFile.resolveSibling(""),
                    List.of(folderOrFile.getFileName().toString()));
        }
        if (!Files.isDirectory(folderOrFile)) {
            throw new ModelsException(
                    folderOrFile + ": no such file or folder; expected the " + part.folder() + " model: " + KINDS);
        }
        return in(part, folderOrFile);
    }

    private static WeightsChoice in(ModelPart part, Path folder) {
        List<String> names = names(folder);
        List<Predicate<String>> kinds = List.of(
                name -> isSafetensors(name, names),
                name -> name.equals(names.contains(TORCH) ? TORCH : TORCH_INDEX),
                name -> name.endsWith(".pt") && !name.endsWith(CONTACT_HEAD),
                name -> name.endsWith(".pth"));
        return kinds.stream()
                .map(kind -> names.stream().filter(kind).toList())
                .filter(candidates -> !candidates.isEmpty())
                .findFirst()
                .map(candidates -> new WeightsChoice(part, folder, candidates))
                .orElseThrow(() -> new ModelsException(
                        folder + ": no weights of the " + part.folder() + " model in it; expected " + KINDS));
    }

    /** Shards count through their index, and an index only where the whole file is absent. */
    private static boolean isSafetensors(String name, List<String> names) {
        return name.endsWith(INDEX)
                ? !names.contains(name.substring(0, name.length() - INDEX.length()) + SAFETENSORS)
                : name.endsWith(SAFETENSORS) && !SHARD.matcher(name).matches();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelsException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    ModelFiles only() {
        if (candidates.size() > 1) {
            throw ambiguous("keep one of them, or name the file");
        }
        return files(candidates.get(0));
    }

    ModelFiles forChunkSize(int chunkSize) {
        List<String> ofThisSize = candidates.stream()
                .filter(name -> name.startsWith(chunkSize + "_"))
                .toList();
        List<String> left = ofThisSize.isEmpty() ? candidates : ofThisSize;
        if (left.size() > 1) {
            throw ambiguous("name one with --classifier FILE, or let one name begin with " + chunkSize + "_");
        }
        Matcher size = CHUNK_SIZE.matcher(left.get(0));
        if (size.matches() && !size.group(1).equals(String.valueOf(chunkSize))) {
            throw new ModelsException(folder.resolve(left.get(0)) + ": by its name a classifier for chunks of "
                    + size.group(1) + " bases, but the chunk size is " + chunkSize
                    + ": change -l, or name another with --classifier FILE");
        }
        return files(left.get(0));
    }

    private ModelFiles files(String name) {
        return new ModelFiles(part, folder, folder.resolve(name));
    }

    private ModelsException ambiguous(String remedy) {
        return new ModelsException(
                folder + ": several " + part.folder() + " models: " + String.join(", ", candidates) + "; " + remedy);
    }
}
