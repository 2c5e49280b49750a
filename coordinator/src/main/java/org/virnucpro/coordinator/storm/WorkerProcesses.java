package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.config.ConfigurationSources;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.task.WorkerId;

/** The worker processes of a storm: killed, stopped, and started again. Confined to the storm's thread. */
final class WorkerProcesses implements AutoCloseable {

    private static final int DRAIN_SECONDS = 20;

    private final StormSettings settings;
    private final RedisAddress broker;
    private final Path folder;
    private final HistoryWriter history;
    private final SplittableRandom random;
    private final Map<String, List<WorkerId>> workers = new LinkedHashMap<>();
    private final Map<String, Process> running = new LinkedHashMap<>();

    /**
     * @param broker as the workers see it
     * @param folder the data root; each process has its history and its log there
     */
    WorkerProcesses(
            StormSettings settings, RedisAddress broker, Path folder, HistoryWriter history, SplittableRandom random) {
        this.settings = settings;
        this.broker = broker;
        this.folder = folder;
        this.history = history;
        this.random = random;
        for (int process = 0; process < settings.processes(); process++) {
            List<WorkerId> names = new ArrayList<>();
            for (int worker = 0; worker < settings.workersEach(); worker++) {
                names.add(new WorkerId("w" + (process * settings.workersEach() + worker)));
            }
            workers.put("p" + process, names);
        }
    }

    /** All workers of all processes. */
    List<WorkerId> all() {
        return workers.values().stream().flatMap(List::stream).toList();
    }

    /** Where a process writes its history. */
    List<Path> histories() {
        return workers.keySet().stream().map(this::historyOf).toList();
    }

    void startAll() {
        workers.keySet().forEach(this::start);
    }

    /** Starts those again that have ended by themselves. */
    void replaceEnded() {
        for (String name : workers.keySet()) {
            Process process = running.get(name);
            if (process != null && !process.isAlive()) {
                history.write(Kind.EXIT, name, Integer.toString(process.exitValue()));
                start(name);
            }
        }
    }

    /** SIGKILL for one process, and a new one in its place. */
    void killOne() throws InterruptedException {
        String name = anyone();
        Process process = running.get(name);
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
            history.write(Kind.KILL, name, "");
            start(name);
        }
    }

    /** Stops one process for longer than a lease; it goes on by itself. */
    void stallOne() throws IOException {
        String name = anyone();
        Process process = running.get(name);
        if (process != null) {
            long millis = settings.leastStall().toMillis()
                    + random.nextLong(settings.lease().toMillis());
            history.write(Kind.STALL, name, Long.toString(millis));
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP %d && sleep %d.%03d; kill -CONT %d"
                                    .formatted(process.pid(), millis / 1000, millis % 1000, process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    /** Lets all end in peace. */
    void drain() throws InterruptedException, IOException {
        for (Process process : running.values()) {
            process.getOutputStream().close();
            new ProcessBuilder("kill", "-CONT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        for (Process process : running.values()) {
            if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        running.clear();
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
    }

    private String anyone() {
        return List.copyOf(workers.keySet()).get(random.nextInt(workers.size()));
    }

    private Path historyOf(String process) {
        return folder.resolve("history-" + process + ".jsonl");
    }

    private void start(String name) {
        List<String> command = CurrentJvm.command(VirNucProMain.class, "-XX:TieredStopAtLevel=1", "-Xmx128m");
        command.addAll(List.of(
                "storm-worker",
                "--redis",
                broker.endpoint(),
                "--data-root",
                "storm=" + folder,
                "--process",
                name,
                "--names",
                String.join(
                        ",",
                        workers.getOrDefault(name, List.of()).stream()
                                .map(WorkerId::value)
                                .toList()),
                "--history",
                historyOf(name).toString(),
                "--poison-cost",
                Long.toString(StormSettings.POISON_MILLIS),
                "--stall-share",
                Double.toString(settings.stallShare()),
                "--stall",
                settings.leastStall().toMillis() + "ms",
                "--seed",
                Long.toString(random.nextLong())));
        command.addAll(settings.workerOptions());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().put(ConfigurationSources.FILE_VARIABLE, ConfigurationSources.NONE);
        builder.environment()
                .put(HostEnvironment.REDIS_PASSWORD, broker.password().orElse(""));
        try {
            running.put(name, builder.start());
            history.write(Kind.START, name, "");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start worker process " + name, failure);
        }
    }
}
