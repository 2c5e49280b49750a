package org.virnucpro.common.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code virnucpro}: collects the subcommands of the modules on the class path and runs one. */
@Command(
        name = "virnucpro",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Finds viral sequences with VirNucPro: one process per GPU, work stealing, nothing lost.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  virnucpro demo",
            "  virnucpro predict contigs.fa -o out --models models",
            "  virnucpro predict --help",
            "",
            "Every option can also be set by a variable of the environment or in virnucpro.toml: see `virnucpro config"
                    + " show --origin`.",
        })
public final class VirNucProMain {

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Configuration file instead of virnucpro.toml; none: neither files nor VIRNUCPRO_ variables.")
    private @Nullable String config;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description = "Colours in help and messages; auto: on a terminal, unless NO_COLOR is set.")
    private ColorChoice color = ColorChoice.auto;

    private VirNucProMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line of this process. */
    public static CommandLine commandLine() {
        return commandLine(HostEnvironment.ofProcess(), Path.of(""), List.of());
    }

    /**
     * The command line as it is somewhere else.
     *
     * @param environment gives values to options
     * @param folder where {@code virnucpro.toml} is looked for
     * @param more commands beside those on the class path
     */
    static CommandLine commandLine(HostEnvironment environment, Path folder, List<Subcommand> more) {
        VirNucProMain main = new VirNucProMain();
        CommandLine root = new CommandLine(main);
        ServiceLoader.load(Subcommand.class).forEach(root::addSubcommand);
        more.forEach(root::addSubcommand);
        for (NestedSubcommand nested : ServiceLoader.load(NestedSubcommand.class)) {
            CommandLine parent = root.getSubcommands().get(nested.parent());
            if (parent != null) {
                parent.addSubcommand(nested);
            }
        }
        ConfigurableOptions.joinValues(root.getCommandSpec());
        ConfigurableOptions.commands(root.getCommandSpec())
                .values()
                .forEach(command -> command.versionProvider(new BuildVersion()));
        ConfiguredDefaults defaults =
                new ConfiguredDefaults(environment, folder, () -> Optional.ofNullable(main.config));
        root.setDefaultValueProvider(defaults);
        Failures failures = new Failures(defaults);
        root.setParameterExceptionHandler(failures);
        root.setExecutionExceptionHandler(failures);
        root.setExecutionStrategy(parsed -> {
            root.setColorScheme(main.color.scheme(environment));
            return failures.executed(parsed);
        });
        return root;
    }
}
