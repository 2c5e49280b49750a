package org.virnucpro.common.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where options come from that are not on the command line, strongest first: variables of the environment, then
 * configuration files. Immutable.
 */
public final class ConfigurationSources {

    /** The word for "neither environment nor files". */
    public static final String NONE = "none";

    /** Names the configuration file, like {@code --config}. */
    public static final String FILE_VARIABLE = "VIRNUCPRO_CONFIG";

    private static final String FILE_NAME = "virnucpro.toml";

    private final HostEnvironment environment;
    private final boolean none;
    private final List<ConfigurationFile> files;

    private ConfigurationSources(HostEnvironment environment, boolean none, List<ConfigurationFile> files) {
        this.environment = environment;
        this.none = none;
        this.files = List.copyOf(files);
    }

    /**
     * Reads the files.
     *
     * @param named the file that a person named, or {@link #NONE}; when empty, {@link #FILE_VARIABLE} counts, and else the
     *     files that are present of {@code ./virnucpro.toml}, the user's and the machine's
     * @param folder the current folder
     * @throws ConfigurationException when one cannot be read
     */
    public static ConfigurationSources read(Optional<String> named, HostEnvironment environment, Path folder) {
        Optional<String> choice = named.or(() -> environment.variable(FILE_VARIABLE));
        if (choice.isPresent() && choice.get().equals(NONE)) {
            return new ConfigurationSources(environment, true, List.of());
        }
        List<Path> paths = choice.map(file -> List.of(Path.of(file))).orElseGet(() -> present(environment, folder));
        return new ConfigurationSources(
                environment, false, paths.stream().map(ConfigurationFile::read).toList());
    }

    private static List<Path> present(HostEnvironment environment, Path folder) {
        return Stream.of(
                        folder.resolve(FILE_NAME),
                        environment.configuration().resolve(FILE_NAME),
                        Path.of("/etc/virnucpro").resolve(FILE_NAME))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The files, strongest first. */
    public List<ConfigurationFile> files() {
        return files;
    }

    /**
     * The name of the variable for an option.
     *
     * @param command names of the commands, without {@code virnucpro}; empty for the variable of all commands
     * @param option its name without dashes in front
     */
    public static String variable(List<String> command, String option) {
        String path = command.isEmpty() ? "" : String.join("_", command) + "_";
        return ("VIRNUCPRO_" + path + option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * The value of an option: of the environment before the files, in each for this command before for all, of an option
     * with several names by the first one that is set.
     *
     * @param command names of the commands, without {@code virnucpro}
     * @param options names of the option without dashes in front
     */
    public Optional<ConfiguredValue> find(List<String> command, List<String> options) {
        if (none) {
            return Optional.empty();
        }
        return inEnvironment(command, options)
                .or(() -> inEnvironment(List.of(), options))
                .or(() -> files.stream()
                        .flatMap(file -> inFile(file, command, options).stream())
                        .findFirst());
    }

    private Optional<ConfiguredValue> inEnvironment(List<String> command, List<String> options) {
        return options.stream()
                .map(option -> variable(command, option))
                .flatMap(name -> environment.variable(name).stream()
                        .map(value -> new ConfiguredValue(
                                List.of(value), ConfiguredValue.Source.ENVIRONMENT, "environment " + name)))
                .findFirst();
    }

    private static Optional<ConfiguredValue> inFile(
            ConfigurationFile file, List<String> command, List<String> options) {
        return Stream.of(command, List.<String>of())
                .flatMap(table -> options.stream().map(option -> append(table, option)))
                .flatMap(key -> file.settings().stream()
                        .filter(setting -> setting.key().equals(key))
                        .map(ConfigurationFile.Setting::value))
                .findFirst();
    }

    private static List<String> append(List<String> table, String option) {
        return Stream.concat(table.stream(), Stream.of(option)).toList();
    }
}
