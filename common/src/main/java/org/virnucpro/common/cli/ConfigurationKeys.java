package org.virnucpro.common.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.virnucpro.common.config.ConfigurationException;
import org.virnucpro.common.config.ConfigurationFile;
import org.virnucpro.common.config.ConfigurationSources;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Refuses keys of configuration files that no command knows. */
final class ConfigurationKeys {

    private ConfigurationKeys() {}

    /** @throws ConfigurationException for the first key that no command knows; names the nearest one */
    static void check(ConfigurationSources sources, CommandSpec root) {
        Map<List<String>, CommandSpec> commands = ConfigurableOptions.commands(root);
        for (ConfigurationFile file : sources.files()) {
            for (ConfigurationFile.Setting setting : file.settings()) {
                check(setting, commands);
            }
        }
    }

    private static void check(ConfigurationFile.Setting setting, Map<List<String>, CommandSpec> commands) {
        List<String> table = setting.key().subList(0, setting.key().size() - 1);
        String key = setting.key().get(table.size());
        CommandSpec command = commands.get(table);
        if (command == null) {
            throw unknown(
                    setting,
                    "no command is called '" + String.join(" ", table) + "'",
                    String.join(".", table),
                    tables(commands.keySet()));
        }
        Set<String> known = new TreeSet<>();
        for (CommandSpec where : table.isEmpty() ? commands.values() : List.of(command)) {
            ConfigurableOptions.of(where).forEach(option -> known.addAll(ConfigurableOptions.names(option)));
        }
        if (!known.contains(key)) {
            String of = table.isEmpty() ? "" : " of '" + String.join(" ", table) + "'";
            throw unknown(setting, "no option" + of + " is called '" + key + "'", key, known);
        }
        requireOneValue(setting, key, table.isEmpty() ? commands.values() : List.of(command));
    }

    private static void requireOneValue(
            ConfigurationFile.Setting setting, String key, Collection<CommandSpec> commands) {
        boolean takesSeveral = commands.stream()
                .flatMap(command -> ConfigurableOptions.of(command).stream())
                .filter(option -> ConfigurableOptions.names(option).contains(key))
                .anyMatch(OptionSpec::isMultiValue);
        if (setting.value().values().size() != 1 && !takesSeveral) {
            throw new ConfigurationException(
                    setting.value().origin() + ": " + key + " takes one value, not an array of "
                            + setting.value().values().size());
        }
    }

    private static List<String> tables(Set<List<String>> paths) {
        List<String> names = new ArrayList<>();
        paths.stream().filter(path -> !path.isEmpty()).forEach(path -> names.add(String.join(".", path)));
        return names;
    }

    private static ConfigurationException unknown(
            ConfigurationFile.Setting setting, String what, String name, Collection<String> known) {
        String near = NearestName.of(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; see `virnucpro config show`");
        return new ConfigurationException(setting.value().origin() + ": " + what + near);
    }
}
