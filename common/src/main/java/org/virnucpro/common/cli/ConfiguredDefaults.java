package org.virnucpro.common.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.ConfigurationException;
import org.virnucpro.common.config.ConfigurationSources;
import org.virnucpro.common.config.ConfiguredValue;
import org.virnucpro.common.config.HostEnvironment;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives options that are not on the command line the values of the environment and of configuration files. Files are read
 * when the first option asks, after {@code --config} has been seen. Confined to the thread that parses.
 */
final class ConfiguredDefaults implements IDefaultValueProvider {

    private final HostEnvironment environment;
    private final Path folder;
    private final Supplier<Optional<String>> namedFile;
    private final Map<ArgSpec, ConfiguredValue> given = new HashMap<>();
    private @Nullable ConfigurationSources sources;
    private @Nullable ConfigurationException problem;

    ConfiguredDefaults(HostEnvironment environment, Path folder, Supplier<Optional<String>> namedFile) {
        this.environment = environment;
        this.folder = folder;
        this.namedFile = namedFile;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        Optional<ConfiguredValue> value =
                argument instanceof OptionSpec option ? find(option.command(), option) : Optional.empty();
        value.ifPresent(found -> given.put(argument, found));
        return value.map(found -> joined(argument, found)).orElse(null);
    }

    /** The value of an option from outside of the command line. */
    Optional<ConfiguredValue> find(CommandSpec command, OptionSpec option) {
        List<String> names = ConfigurableOptions.names(option);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return sources(command)
                .flatMap(read -> read.find(ConfigurableOptions.path(command), names))
                .map(value -> several(option, value));
    }

    /** What an option was given by this object. */
    Optional<ConfiguredValue> given(ArgSpec argument) {
        return Optional.ofNullable(given.get(argument));
    }

    /** Why the files cannot be used; empty when they can. */
    Optional<ConfigurationException> problem(CommandSpec command) {
        sources(command);
        return Optional.ofNullable(problem);
    }

    private Optional<ConfigurationSources> sources(CommandSpec command) {
        if (sources == null && problem == null) {
            try {
                ConfigurationSources read = ConfigurationSources.read(namedFile.get(), environment, folder);
                ConfigurationKeys.check(read, command.root());
                sources = read;
            } catch (ConfigurationException wrong) {
                problem = wrong;
            }
        }
        return Optional.ofNullable(sources);
    }

    /** A variable holds several values with commas between, as there are no arrays in the environment. */
    private static ConfiguredValue several(OptionSpec option, ConfiguredValue value) {
        return option.isMultiValue() && value.source() == ConfiguredValue.Source.ENVIRONMENT
                ? new ConfiguredValue(List.of(value.values().get(0).split(",", -1)), value.source(), value.origin())
                : value;
    }

    private static String joined(ArgSpec argument, ConfiguredValue value) {
        String between = argument.splitRegex().isEmpty() ? "," : argument.splitRegex();
        return String.join(between, value.values()).replace("${", "$${");
    }
}
