package org.virnucpro.common.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.ConfiguredValue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What an option is set to.
 *
 * @param table names of its command with dots between, as in a configuration file; empty for all commands
 * @param key its name in a configuration file
 * @param values without secrets; none when it is not set
 * @param origin for people
 */
record OptionValue(String table, String key, List<String> values, String origin) {

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(rediss?://[^:@/\\s]*:)[^@\\s]*@");
    private static final String DEFAULT = "default";

    OptionValue {
        values = values.stream().map(OptionValue::withoutSecret).toList();
    }

    /**
     * The options of a command.
     *
     * @param parsed its command line; null when there is none
     */
    static List<OptionValue> of(CommandSpec command, ConfiguredDefaults defaults, @Nullable ParseResult parsed) {
        List<OptionValue> values = new ArrayList<>();
        for (OptionSpec option : ConfigurableOptions.of(command)) {
            values.add(of(command, option, defaults, parsed));
        }
        return values;
    }

    private static OptionValue of(
            CommandSpec command, OptionSpec option, ConfiguredDefaults defaults, @Nullable ParseResult parsed) {
        String table = String.join(".", ConfigurableOptions.path(command));
        String key = ConfigurableOptions.names(option).get(0);
        if (parsed != null && parsed.hasMatchedOption(option)) {
            return new OptionValue(table, key, onCommandLine(option), "command line");
        }
        Optional<ConfiguredValue> configured = defaults.find(command, option);
        return configured
                .map(value -> new OptionValue(table, key, value.values(), value.origin()))
                .orElseGet(() -> new OptionValue(table, key, usual(option), DEFAULT));
    }

    /** A TOML line; an option that is not set is a comment. */
    String assignment() {
        if (values.isEmpty()) {
            return "# " + key + " is not set";
        }
        String texts = values.stream().map(OptionValue::quoted).collect(Collectors.joining(", "));
        return key + " = " + (values.size() == 1 ? texts : "[" + texts + "]");
    }

    /** Given values as they were written; a switch has none. */
    private static List<String> onCommandLine(OptionSpec option) {
        List<String> written = option.originalStringValues();
        Object value = option.getValue();
        return written.isEmpty() || option.typeInfo().isBoolean() ? List.of(String.valueOf(value)) : written;
    }

    private static List<String> usual(OptionSpec option) {
        if (option.defaultValue() != null) {
            return List.of(option.defaultValue());
        }
        Object initial = option.initialValue();
        if (initial == null || (initial instanceof Collection<?> several && several.isEmpty())) {
            return List.of();
        }
        return initial.toString().isEmpty() ? List.of() : List.of(initial.toString());
    }

    private static String withoutSecret(String value) {
        return PASSWORD_IN_URL.matcher(value).replaceAll("$1***@");
    }

    private static String quoted(String value) {
        if (value.equals("true") || value.equals("false") || value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
            return value;
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
