package org.virnucpro.common.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code virnucpro reference}: docs/commands.md, for those who change a command. */
@Command(
        name = "reference",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Prints all commands and options as a Markdown page.",
        footer = {"", "Examples:", "  virnucpro reference > docs/commands.md"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReferenceCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(CliReference.page(spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }
}
