package org.virnucpro.worker.cli;

import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code virnucpro models}: looks at model files, and gets them. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Looks at model files, and gets them.",
        footer = {"", "Examples:", "  virnucpro models inspect models", "  virnucpro models fetch zhihan1996/DNABERT-S"
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelsInspectCommand.class, ModelsFetchCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ModelsCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
