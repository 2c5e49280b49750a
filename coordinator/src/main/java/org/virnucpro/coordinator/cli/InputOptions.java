package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.sequence.InputStem;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files are predicted. */
final class InputOptions {

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description =
                    "FASTA files, plain or gzip, bzip2, xz or zstd; '-' reads standard input; a pattern in quotes, such as"
                            + " 'in/**.fa.gz', stands for all files that match it.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "INPUT",
            description = "The same as INPUT; may be repeated.")
    private List<String> more = new ArrayList<>();

    @Option(
            names = "--input-list",
            paramLabel = "FILE",
            description = "File with the path of an input in each line, relative to the folder of FILE; empty lines and"
                    + " lines that begin with # are skipped. '-' reads the list from standard input, with paths"
                    + " relative to the current folder.")
    private @Nullable Path list;

    /**
     * The inputs, patterns and list resolved; standard input is the path {@code -}.
     *
     * @throws CommandException when there is none, or a pattern or list gives none
     */
    List<Path> files() {
        List<String> named = new ArrayList<>(inputs);
        named.addAll(more);
        refuseOtherTools(named);
        List<Path> files = new InputFiles(Path.of("")).all(named, list, System.in);
        if (files.isEmpty()) {
            throw new CommandException(
                    ExitCodes.USAGE, "no input: name FASTA files, '-' for standard input, or --input-list FILE");
        }
        return files;
    }

    static boolean isStandardInput(Path file) {
        return file.toString().equals(InputStem.STANDARD_INPUT);
    }

    /** {@code prediction.py contigs.fa 500 500_model.pth} is what users of VirNucPro type. */
    private static void refuseOtherTools(List<String> named) {
        if (named.size() == 3 && named.get(1).matches("[0-9]+") && named.get(2).endsWith(".pth")) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "what VirNucPro calls `prediction.py " + String.join(" ", named) + "` is `virnucpro predict "
                            + named.get(0) + " -l " + named.get(1) + " --classifier " + named.get(2)
                            + " --models DIR -o OUT` here, where DIR holds dnabert/ and esm2/");
        }
    }
}
