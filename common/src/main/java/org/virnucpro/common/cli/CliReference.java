package org.virnucpro.common.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command with its options as a Markdown page, from what the command line itself is made of. Pure. */
final class CliReference {

    private static final List<String> EVERYWHERE = List.of("--help", "--version", "--config", "--color");

    private static final Set<String> NO_DEFAULT = Set.of("null", "", "[]", "[null]");

    private CliReference() {}

    /** @param root the command with all subcommands */
    static String page(CommandLine root) {
        StringBuilder page = new StringBuilder("""
                # Commands

                Written by `virnucpro reference`; a test compares. Every command has `-h`, `--help`, `-V`,
                `--version`, `--config FILE` and `--color auto|always|never`. How options are set in files and in the environment:
                [configuration.md](configuration.md). Exit codes: [exit-codes.md](exit-codes.md).
                """);
        append(page, root);
        return page.toString();
    }

    private static void append(StringBuilder page, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        if (spec.parent() != null) {
            page.append("\n## ").append(spec.qualifiedName()).append("\n\n");
            page.append(text(spec.usageMessage().description())).append('\n');
            arguments(page, spec);
            examples(page, spec);
        }
        command.getSubcommands().values().stream()
                .distinct()
                .sorted(Comparator.comparing(CommandLine::getCommandName))
                .forEach(subcommand -> append(page, subcommand));
    }

    private static void arguments(StringBuilder page, CommandSpec spec) {
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden() && !EVERYWHERE.contains(option.longestName()))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
            return;
        }
        page.append("\n| argument | default | |\n|---|---|---|\n");
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            row(page, "`" + positional.paramLabel() + "`", positional);
        }
        for (OptionSpec option : options) {
            String names = List.of(option.names()).stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", "));
            row(page, option.arity().max() == 0 ? names : names + " `" + option.paramLabel() + "`", option);
        }
    }

    private static void row(StringBuilder page, String names, ArgSpec argument) {
        String value = String.valueOf(argument.defaultValueString());
        boolean has = argument.arity().max() > 0 && !NO_DEFAULT.contains(value);
        page.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s |%n",
                names.replace("|", "\\|"),
                has ? "`" + value + "`" : "",
                text(argument.description())
                        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
                        .replace("|", "\\|")));
    }

    private static void examples(StringBuilder page, CommandSpec spec) {
        List<String> lines = List.of(spec.usageMessage().footer()).stream()
                .map(line -> Ansi.OFF.string(line).replaceFirst("^ {2}", ""))
                .filter(line -> !line.isBlank() && !line.equals("Examples:"))
                .toList();
        if (!lines.isEmpty()) {
            page.append("\n```\n").append(String.join("\n", lines)).append("\n```\n");
        }
    }

    private static String text(String[] lines) {
        return Ansi.OFF
                .string(String.join(" ", lines))
                .replaceAll("\\s+", " ")
                .replace("<", "&lt;")
                .strip();
    }
}
