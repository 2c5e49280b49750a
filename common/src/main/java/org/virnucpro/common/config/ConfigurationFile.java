package org.virnucpro.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A TOML file with options: {@code workers = 4} for every command that has {@code --workers}, {@code [predict]} with lines
 * below it for one command, {@code [bench.balance]} for a command of a command. Immutable.
 *
 * @param path as it was named
 * @param settings in the order of the file
 */
public record ConfigurationFile(Path path, List<Setting> settings) {

    private static final long MOST_BYTES = 1 << 20;

    /**
     * One assignment.
     *
     * @param key names of the tables around it, then its own
     * @param value text of the value; several for an array
     */
    public record Setting(List<String> key, ConfiguredValue value) {
        public Setting {
            key = List.copyOf(key);
        }
    }

    public ConfigurationFile {
        settings = List.copyOf(settings);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException when it cannot be read or is no TOML; names the line
     */
    public static ConfigurationFile read(Path path) {
        TomlParseResult toml = parse(path);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw new ConfigurationException(
                    path + ", line " + first.position().line() + ": not TOML: " + first.getMessage());
        }
        List<Setting> settings = new ArrayList<>();
        collect(path, toml, List.of(), settings);
        return new ConfigurationFile(path, settings);
    }

    private static TomlParseResult parse(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new ConfigurationException(path + ": larger than 1 MiB: this is no configuration file");
            }
            return Toml.parse(path);
        } catch (NoSuchFileException missing) {
            throw new ConfigurationException("the configuration file " + path + " does not exist", missing);
        } catch (IOException failure) {
            throw new ConfigurationException("cannot read the configuration file " + path + ": " + failure, failure);
        }
    }

    private static void collect(Path path, TomlTable table, List<String> above, List<Setting> settings) {
        for (String name : table.keySet()) {
            List<String> key = new ArrayList<>(above);
            key.add(name);
            Object value = table.get(List.of(name));
            if (value instanceof TomlTable below) {
                collect(path, below, key, settings);
            } else {
                TomlPosition position = table.inputPositionOf(List.of(name));
                String origin = path + (position == null ? "" : ", line " + position.line());
                settings.add(new Setting(
                        key, new ConfiguredValue(texts(value, origin, key), ConfiguredValue.Source.FILE, origin)));
            }
        }
    }

    private static List<String> texts(Object value, String origin, List<String> key) {
        if (!(value instanceof TomlArray array)) {
            return List.of(String.valueOf(value));
        }
        List<String> texts = new ArrayList<>();
        for (Object element : array.toList()) {
            if (element instanceof TomlArray || element instanceof TomlTable) {
                throw new ConfigurationException(origin + ": " + String.join(".", key)
                        + " is an array that holds another array or a table; write plain values");
            }
            texts.add(String.valueOf(element));
        }
        return texts;
    }
}
