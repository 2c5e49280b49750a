package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.sequence.InputStem;
import org.virnucpro.common.task.InputFile;

/** The input files of a run as a person named them, checked before any work. */
public final class RunInputs {

    private final List<Path> files;
    private final List<String> stems;

    /**
     * Checks the inputs.
     *
     * @param files as named
     * @param prefix put in front of every stem; empty for none
     * @throws RunFailedException when some are missing (all are named), two have the same stem, or the prefix is no part of a file name
     */
    public RunInputs(List<Path> files, String prefix) {
        if (prefix.startsWith(".") || prefix.contains("/")) {
            throw new RunFailedException(
                    ExitCodes.USAGE,
                    "--prefix " + prefix + ": the start of a file name, without '/' and no leading '.'");
        }
        this.files = List.copyOf(files);
        this.stems = files.stream()
                .map(file -> prefix + InputStem.of(file.toString()))
                .toList();
        List<String> unreadable =
                files.stream().flatMap(file -> problem(file).stream()).toList();
        if (!unreadable.isEmpty()) {
            throw new RunFailedException(
                    ExitCodes.NO_INPUT,
                    unreadable.size() == 1
                            ? "cannot read input " + unreadable.get(0)
                            : "cannot read " + unreadable.size() + " inputs:\n  " + String.join("\n  ", unreadable));
        }
        refuseEqualStems();
    }

    private void refuseEqualStems() {
        Map<String, Path> byStem = new LinkedHashMap<>();
        for (int index = 0; index < files.size(); index++) {
            Path other = byStem.put(stems.get(index), files.get(index));
            if (other != null) {
                throw new RunFailedException(
                        ExitCodes.USAGE,
                        "the results of " + other + " and " + files.get(index) + " would both be named '"
                                + stems.get(index)
                                + "': predict them in two calls, with --prefix to keep them apart in one folder");
            }
        }
    }

    private static Optional<String> problem(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(file + ": is a folder; name its files, for example '" + file.resolve("*.fa") + "'");
        }
        if (!Files.exists(file)) {
            return Optional.of(file + ": does not exist");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(
                    file + ": is a pipe or a device, which can be read only once; write it into a file first,"
                            + " or give it to standard input: virnucpro predict - < " + file);
        }
        return Files.isReadable(file)
                ? Optional.empty()
                : Optional.of(file + ": this user may not read it (chmod +r, or ask its owner)");
    }

    /** The folders that hold the inputs, after following links. */
    public List<Path> folders() {
        return files.stream()
                .map(RunInputs::real)
                .map(Path::getParent)
                .distinct()
                .toList();
    }

    /** The inputs with their digests; reads all of them. */
    public List<RunTerms.Input> digested() throws IOException {
        List<RunTerms.Input> inputs = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            Path file = real(files.get(index));
            inputs.add(new RunTerms.Input(
                    file.getFileName().toString(), stems.get(index), Files.size(file), InputDigests.of(file)));
        }
        return inputs;
    }

    /** The inputs named by data roots. */
    public List<InputFile> locate(DataRoots roots) {
        List<InputFile> located = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            Path file = real(files.get(index));
            try {
                located.add(new InputFile(roots.locate(file), stems.get(index), Files.size(file)));
            } catch (IOException failure) {
                throw new RunFailedException(ExitCodes.NO_INPUT, "cannot read input " + file, failure);
            }
        }
        return located;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException failure) {
            throw new RunFailedException(ExitCodes.NO_INPUT, "cannot read input " + file, failure);
        }
    }
}
