package org.virnucpro.common.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which options may be set outside of the command line, and under what names: read off the commands themselves. */
final class ConfigurableOptions {

    /** Between the values of an option that may be repeated; nobody types it. */
    static final String SEPARATOR = "\u001f";

    private ConfigurableOptions() {}

    /** All commands below {@code root}, and {@code root}, each by the names that lead to it. */
    static Map<List<String>, CommandSpec> commands(CommandSpec root) {
        Map<List<String>, CommandSpec> commands = new LinkedHashMap<>();
        collect(root, List.of(), commands);
        return commands;
    }

    private static void collect(CommandSpec command, List<String> path, Map<List<String>, CommandSpec> commands) {
        commands.put(path, command);
        for (Map.Entry<String, CommandLine> below : command.subcommands().entrySet()) {
            List<String> longer = new ArrayList<>(path);
            longer.add(below.getKey());
            collect(below.getValue().getCommandSpec(), longer, commands);
        }
    }

    /** The names that lead from the root to a command. */
    static List<String> path(CommandSpec command) {
        List<String> path = new ArrayList<>();
        for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
            path.add(0, at.name());
        }
        return path;
    }

    /** The options of a command, in the order of its help. */
    static List<OptionSpec> of(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.inherited() && !names(option).isEmpty())
                .toList();
    }

    /** The names of an option in configuration files, the usual one first; none when it cannot be set there. */
    static List<String> names(OptionSpec option) {
        if (option.usageHelp() || option.versionHelp() || option.hidden() || isConfig(option)) {
            return List.of();
        }
        return Stream.of(option.names())
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2))
                .toList();
    }

    private static boolean isConfig(OptionSpec option) {
        return List.of(option.names()).contains("--config");
    }

    /**
     * Lets every option that may be repeated take all its values in one text, with {@link #SEPARATOR} between; the order of
     * the options in the help is kept.
     */
    static void joinValues(CommandSpec root) {
        for (CommandSpec command : commands(root).values()) {
            if (command.parent() == null) {
                continue; // its options would be inherited twice
            }
            for (OptionSpec option : List.copyOf(command.options())) {
                if (option.inherited() || option.group() != null) {
                    continue;
                }
                command.remove(option);
                boolean several = option.isMultiValue() && option.splitRegex().isEmpty();
                command.addOption(
                        several
                                ? OptionSpec.builder(option)
                                        .splitRegex(SEPARATOR)
                                        .splitRegexSynopsisLabel("")
                                        .hideParamSyntax(true)
                                        .build()
                                : option);
            }
        }
    }
}
