package org.virnucpro.worker.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.RepositoryFiles;

/** One start of {@code ./virnucpro} as a real process, its output kept in a file. */
final class Launched implements AutoCloseable {

    private static final long LONGEST_SECONDS = 180;

    private final Process process;
    private final Path log;

    private Launched(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Launched start(Path folder, String... arguments) throws IOException {
        Path log = Files.createTempFile(folder, "virnucpro", ".log");
        List<String> command = new ArrayList<>();
        command.add(RepositoryFiles.top().resolve("virnucpro").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put(HostEnvironment.COST_FILE, "none"); // what earlier runs learned changes how plans are cut
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new Launched(builder.start(), log);
    }

    /** Runs to the end and returns the exit code. */
    static int run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (Launched launched = start(folder, arguments)) {
            int code = launched.exitCode();
            if (code != 0) {
                System.err.println(launched.output());
            }
            return code;
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LONGEST_SECONDS + " s:\n" + output());
        }
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** All processes below it. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** The process of a worker. */
    ProcessHandle worker(String name) {
        return process.descendants()
                .filter(handle -> commandLine(handle).contains(" worker --name " + name + " "))
                .findFirst()
                .orElseThrow();
    }

    /** Sends a signal such as INT or KILL. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Kills it and everything below it at once, and removes the files of its private broker, which nobody else can now. */
    void killAll() throws IOException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(descendants());
        List<Path> brokerFolders = new ArrayList<>();
        for (ProcessHandle handle : all) {
            for (String word : commandLine(handle).split(" ", -1)) {
                if (word.contains("/virnucpro-redis-") && Files.isDirectory(Path.of(word))) {
                    brokerFolders.add(Path.of(word));
                }
            }
        }
        all.add(process.toHandle());
        List<String> command = new ArrayList<>(List.of("kill", "-KILL"));
        all.forEach(handle -> command.add(Long.toString(handle.pid())));
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        for (ProcessHandle handle : all) {
            handle.onExit().join();
        }
        for (Path folder : brokerFolders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Whether it ends within a time. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** The worker processes below it. */
    List<ProcessHandle> workers() {
        return process.descendants()
                .filter(handle -> commandLine(handle).contains(" worker --name "))
                .toList();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().collect(Collectors.toList());
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /** The arguments of a process as Linux keeps them; ProcessHandle cuts long ones. */
    private static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(handle.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }
}
