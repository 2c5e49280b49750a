package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.redis.RedisAddress;

/** Processes of one cluster that know nothing of each other but a Redis; all data are below one folder. */
final class ClusterProcesses implements AutoCloseable {

    private final Path folder;
    private final RedisAddress redis;
    private final Path passwordFile;
    private final List<Launched> started = new ArrayList<>();

    ClusterProcesses(Path folder, RedisAddress redis) throws IOException {
        this.folder = folder;
        this.redis = redis;
        this.passwordFile =
                Files.writeString(folder.resolve("password"), redis.password().orElseThrow());
    }

    Launched launch(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--redis", redis.endpoint(), "--redis-password-file", passwordFile.toString()));
        arguments.addAll(List.of(more));
        Launched launched = Launched.start(folder, arguments.toArray(String[]::new));
        started.add(launched);
        return launched;
    }

    Launched coordinator() throws IOException {
        return launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
    }

    Launched worker(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--name", name, "--data-root", "d=" + folder));
        arguments.addAll(List.of(more));
        return launch("worker", arguments.toArray(String[]::new));
    }

    /** With the demonstration models on one thread. */
    Launched cpuWorker(String name) throws IOException {
        return worker(name, "--engine", "cpu", "--threads", "1", "--models", Oracle.MODELS.toString());
    }

    Launched predict(List<Path> inputs, Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-o", out.toString(), "--data-root", "d=" + folder));
        inputs.forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of(more));
        return launch("predict", arguments.toArray(String[]::new));
    }

    /** With the demonstration models. */
    Launched predictWithModels(List<Path> inputs, Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--models", Oracle.MODELS.toString()));
        arguments.addAll(List.of(more));
        return predict(inputs, out, arguments.toArray(String[]::new));
    }

    boolean isReady(int workers) throws Exception {
        return json("status").path("coordinators").size() == 1
                && json("workers").path("workers").size() == workers;
    }

    /** What a read command prints. */
    JsonNode json(String command) throws Exception {
        try (Launched launched = launch(command, "--json")) {
            assertThat(launched.exitCode()).as(launched.output()).isZero();
            return new ObjectMapper().readTree(launched.output());
        }
    }

    List<Launched> started() {
        return List.copyOf(started);
    }

    /** Copies below the folder of the cluster, where its processes may read. */
    List<Path> copies(List<Path> inputs) throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        List<Path> copies = new ArrayList<>();
        for (Path input : inputs) {
            Path copy = in.resolve(input.getFileName());
            if (!Files.exists(copy)) {
                Files.copy(input, copy);
            }
            copies.add(copy);
        }
        return copies;
    }

    @Override
    public void close() {
        started.forEach(Launched::close);
        started.clear();
    }
}
