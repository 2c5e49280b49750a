package org.virnucpro.coordinator.cli;

import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import picocli.CommandLine.Command;

/** {@code virnucpro bench}: measurements on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {BenchBalanceCommand.class, BenchGapCommand.class, BenchStormCommand.class},
        description = "Measures this program on this machine.",
        footer = {"", "Examples:", "  virnucpro bench balance --costs costs.txt --speeds 1,1,2"})
public final class BenchCommand implements Subcommand {

    @Override
    public Integer call() {
        throw new CommandException(ExitCodes.USAGE, "say what to measure: bench balance, bench gap, bench storm");
    }
}
