package org.virnucpro.common.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code virnucpro}: collects the subcommands of the modules on the class path and runs one. */
@Command(
        name = "virnucpro",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Finds viral sequences with VirNucPro: one process per GPU, work stealing, nothing lost.",
        synopsisSubcommandLabel = "COMMAND")
public final class VirNucProMain {

    private VirNucProMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new VirNucProMain());
        ServiceLoader.load(Subcommand.class).forEach(root::addSubcommand);
        root.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof CommandException expected) {
                command.getErr().println("virnucpro: " + expected.getMessage());
                return expected.exitCode();
            }
            command.getErr().println("virnucpro: internal error, please report it with the lines below");
            exception.printStackTrace(command.getErr());
            return ExitCodes.INTERNAL;
        });
        return root;
    }
}
