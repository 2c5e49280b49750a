package org.virnucpro.common.cli;

import picocli.CommandLine.Command;

/** {@code virnucpro config}: what the options are set to. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        subcommands = ConfigShowCommand.class,
        description = "Shows what the options are set to, and where.",
        footer = {"", "Examples:", "  virnucpro config show --origin", "  virnucpro config show predict"})
public final class ConfigCommand implements Subcommand {

    @Override
    public Integer call() {
        throw new CommandException(ExitCodes.USAGE, "say what to do: config show");
    }
}
