package org.virnucpro.common.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.virnucpro.common.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person reads, and the exit code, when a command cannot run or does not succeed. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final ConfiguredDefaults defaults;

    Failures(ConfiguredDefaults defaults) {
        this.defaults = defaults;
    }

    /** Runs what was asked for, unless the configuration cannot be used; help needs no configuration. */
    int executed(ParseResult parsed) {
        CommandLine command = last(parsed);
        Optional<Integer> help = Optional.ofNullable(CommandLine.executeHelpRequest(parsed));
        if (help.isPresent()) {
            return help.get();
        }
        Optional<ConfigurationException> problem = defaults.problem(command.getCommandSpec());
        if (problem.isPresent()) {
            return unusable(command, problem.get());
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        Optional<ConfigurationException> problem = defaults.problem(command.getCommandSpec());
        if (problem.isPresent()) {
            return unusable(command, problem.get());
        }
        ArgSpec argument = failure.getArgSpec();
        Optional<String> origin =
                argument == null ? Optional.empty() : defaults.given(argument).map(value -> value.origin());
        PrintWriter err = command.getErr();
        err.println("virnucpro: " + failure.getMessage()
                + origin.map(place -> " (" + place + ")").orElse(""));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
        err.flush();
        return origin.isPresent() ? ExitCodes.CONFIG : ExitCodes.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandException expected) {
            err.println("virnucpro: " + expected.getMessage());
            err.flush();
            return expected.exitCode();
        }
        err.println("virnucpro: internal error, please report it with the lines below");
        failure.printStackTrace(err);
        err.flush();
        return ExitCodes.INTERNAL;
    }

    private static int unusable(CommandLine command, ConfigurationException problem) {
        command.getErr().println("virnucpro: " + problem.getMessage());
        command.getErr().flush();
        return ExitCodes.CONFIG;
    }

    private static CommandLine last(ParseResult parsed) {
        ParseResult at = parsed;
        while (at.hasSubcommand()) {
            at = at.subcommand();
        }
        return at.commandSpec().commandLine();
    }
}
