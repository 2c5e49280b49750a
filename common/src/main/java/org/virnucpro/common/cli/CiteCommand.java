package org.virnucpro.common.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro cite}: what to name in a paper. */
@Command(
        name = "cite",
        mixinStandardHelpOptions = true,
        description = "Prints what to cite: this program, VirNucPro, and the two language models.",
        footer = {"", "Examples:", "  virnucpro cite", "  virnucpro cite --bibtex > virnucpro.bib"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CiteCommand implements Subcommand {

    @Option(names = "--bibtex", description = "As BibTeX entries.")
    private boolean bibtex;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String text = resource(bibtex ? "cite.bib" : "cite.txt").replace("@VERSION@", BuildVersion.number());
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(CiteCommand.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
