package org.virnucpro.common.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code virnucpro config show}: every option of every command, in the form of the configuration file. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "virnucpro config show [--origin] [--json] [COMMAND [OPTION...]]",
        description = {
            "With the name of a command: only its options; options behind it show what would win.",
            "",
            "Prints the value of every option as a configuration file would set it. Passwords are not shown.",
            "",
            "An option on the command line wins over the variable VIRNUCPRO_<COMMAND>_<OPTION>, that over"
                    + " VIRNUCPRO_<OPTION>, that over ./virnucpro.toml, ~/.config/virnucpro/virnucpro.toml"
                    + " ($XDG_CONFIG_HOME) and /etc/virnucpro/virnucpro.toml, and those over the default. In a file,"
                    + " lines below [COMMAND] win over lines above all tables, which are for every command.",
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro config show --origin",
            "  virnucpro config show --origin predict --workers 3",
            "  virnucpro config show bench balance --json",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConfigShowCommand implements Callable<Integer> {

    @Option(names = "--origin", description = "Say where each value comes from.")
    private boolean origin;

    @Option(names = "--json", description = "One JSON object on one line, with origins.")
    private boolean json;

    @Unmatched
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfiguredDefaults defaults = (ConfiguredDefaults) spec.defaultValueProvider();
        List<OptionValue> values = new ArrayList<>();
        if (words.isEmpty()) {
            ConfigurableOptions.commands(spec.root())
                    .values()
                    .forEach(command -> values.addAll(OptionValue.of(command, defaults, null)));
        } else {
            values.addAll(ofCommandLine(defaults));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(values));
        } else {
            print(values, out);
        }
        out.flush();
        return ExitCodes.OK;
    }

    private List<OptionValue> ofCommandLine(ConfiguredDefaults defaults) {
        CommandSpec command = spec.root();
        int used = 0;
        while (used < words.size()) {
            CommandLine below = command.subcommands().get(words.get(used));
            if (below == null) {
                break;
            }
            command = below.getCommandSpec();
            used++;
        }
        if (used == 0) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "no command is called '" + words.get(0) + "'"
                            + NearestName.of(words.get(0), command.subcommands().keySet())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
        }
        command.parser().collectErrors(true); // what is missing does not matter here
        ParseResult parsed = command.commandLine()
                .parseArgs(words.subList(used, words.size()).toArray(String[]::new));
        if (!parsed.unmatched().isEmpty()) {
            throw new CommandException(ExitCodes.USAGE, "unknown here: " + parsed.unmatched());
        }
        return OptionValue.of(command, defaults, parsed);
    }

    private void print(List<OptionValue> values, PrintWriter out) {
        String table = "";
        for (OptionValue value : values) {
            if (!value.table().equals(table)) {
                table = value.table();
                out.println();
                out.println("[" + table + "]");
            }
            out.println(value.assignment() + (origin ? "  # " + value.origin() : ""));
        }
    }

    private static String json(List<OptionValue> values) {
        List<Map<String, Object>> options = new ArrayList<>();
        for (OptionValue value : values) {
            Map<String, Object> option = new LinkedHashMap<>();
            option.put("command", value.table().replace('.', ' '));
            option.put("option", value.key());
            option.put("values", value.values());
            option.put("origin", value.origin());
            options.add(option);
        }
        try {
            return new ObjectMapper().writeValueAsString(Map.of("options", options));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        }
    }
}
