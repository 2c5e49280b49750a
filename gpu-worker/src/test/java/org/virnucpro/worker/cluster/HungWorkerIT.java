package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.worker.engine.process.FakeChildCommand;

/** An engine that hangs while its worker's heartbeat goes on, as real processes. One of the long proofs. */
@EnabledIfEnvironmentVariable(named = "VIRNUCPRO_PROOFS", matches = "full")
final class HungWorkerIT {

    @TempDir
    private Path folder;

    @Test
    void a_hung_worker_ends_itself_and_another_one_computes_its_tasks() throws Exception {
        try (PrivateRedisServer redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
                ClusterProcesses cluster = new ClusterProcesses(folder, redis.address())) {
            cluster.coordinator();
            Launched hanging = worker(cluster, "w0", "hang=*.3");
            await().atMost(Duration.ofSeconds(90)).until(() -> cluster.isReady(1));
            Path out = folder.resolve("out");
            Launched client = cluster.predictWithModels(cluster.copies(Oracle.inputs()), out, "--engine", "process");
            assertThat(hanging.exitCode()).as(hanging.output()).isEqualTo(ExitCodes.TEMPORARY);
            worker(cluster, "w1");
            assertThat(client.exitCode()).as(client.output()).isZero();
            assertThat(Files.readString(out.resolve("events.jsonl"))).contains("\"type\":\"requeue\"");
            Path calm = folder.resolve("calm");
            Launched again = cluster.predictWithModels(cluster.copies(Oracle.inputs()), calm, "--engine", "process");
            assertThat(again.exitCode()).as(again.output()).isZero();
            assertThat(Tables.below(out)).isNotEmpty().isEqualTo(Tables.below(calm));
        }
    }

    private Launched worker(ClusterProcesses cluster, String name, String... faults) throws IOException {
        String command = FakeChildCommand.of(Files.createDirectory(folder.resolve("starts-" + name)), faults).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return cluster.worker(
                name,
                "--engine",
                "process",
                "--engine-command",
                command,
                "--engine-timeout",
                "1h",
                "--stall-timeout",
                "3s",
                "--models",
                Oracle.MODELS.toString());
    }
}
