package org.virnucpro.common.config;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this process is told by the system that it runs on; a value, so that tests can pass another one.
 *
 * @param variables of the environment
 * @param home the user's home folder
 * @param temporary folder for temporary files
 * @param osName as the JVM calls it: {@code Linux}, {@code Mac OS X}
 * @param osArch as the JVM calls it: {@code amd64}, {@code aarch64}
 */
public record HostEnvironment(Map<String, String> variables, Path home, Path temporary, String osName, String osArch) {

    /** The broker's password; unlike an argument it does not show in the list of processes. */
    public static final String REDIS_PASSWORD = "VIRNUCPRO_REDIS_PASSWORD";

    /** Where measured costs are kept between runs, or {@code none}. */
    public static final String COST_FILE = "VIRNUCPRO_COST_FILE";

    /** Folder with CUDA libraries to take instead of the machine's, for example those of the emulator. */
    public static final String CUDA_LIBRARY_PATH = "VIRNUCPRO_CUDA_LIBRARY_PATH";

    /** Folder for the locks that keep two workers off one GPU; the same for all workers of a host. */
    public static final String LOCK_FOLDER = "VIRNUCPRO_LOCK_DIR";

    private static final String OUTPUT_TERMINAL = "VIRNUCPRO_OUTPUT_TERMINAL";

    public HostEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Of this process. */
    public static HostEnvironment ofProcess() {
        return new HostEnvironment(
                System.getenv(),
                Path.of(System.getProperty("user.home", ".")),
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""));
    }

    /** Whether standard output is a terminal; only the launcher can tell, and it says so in a variable. */
    public boolean outputIsTerminal() {
        return variable(OUTPUT_TERMINAL).isPresent();
    }

    /** A variable; empty when it is not set, or set to nothing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** The user's cache folder for this program: {@code $XDG_CACHE_HOME/virnucpro} or {@code ~/.cache/virnucpro}. */
    public Path cache() {
        return ownFolder("XDG_CACHE_HOME", ".cache");
    }

    /** What this program remembers: {@code $XDG_STATE_HOME/virnucpro} or {@code ~/.local/state/virnucpro}. */
    public Path state() {
        return ownFolder("XDG_STATE_HOME", ".local/state");
    }

    /** The user's settings of this program: {@code $XDG_CONFIG_HOME/virnucpro} or {@code ~/.config/virnucpro}. */
    public Path configuration() {
        return ownFolder("XDG_CONFIG_HOME", ".config");
    }

    private Path ownFolder(String variable, String usual) {
        return variable(variable)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home.resolve(usual))
                .resolve("virnucpro");
    }

    /** Where the PATH has programs of this name, first match first. */
    public List<Path> programs(String name) {
        return Stream.of(variable("PATH").orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(program ->
                        program.toFile().canExecute() && program.toFile().isFile())
                .toList();
    }
}
