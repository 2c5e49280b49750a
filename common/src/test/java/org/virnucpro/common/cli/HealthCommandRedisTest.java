package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import picocli.CommandLine;

@ExtendWith(RedisExtension.class)
class HealthCommandRedisTest {

    /** A database that no other test uses, since all share the list of coordinators. */
    private static final String DATABASE = "/9";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void a_cluster_is_healthy_with_a_coordinator_and_a_worker_and_what_is_missing_is_named(TestRedis redis)
            throws IOException {
        String url = redis.address().endpoint() + DATABASE;
        List<String> arguments = new ArrayList<>(List.of("health", "--redis", url));
        RedisAddress address = RedisAddress.parse(url);
        if (redis.address().password().isPresent()) {
            String password = redis.address().password().get();
            address = address.withPassword(password);
            arguments.addAll(List.of(
                    "--redis-password-file",
                    Files.writeString(folder.resolve("password"), password).toString()));
        }
        try (RedisConnection connection = RedisConnection.open(address)) {
            assertThat(execute(arguments)).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(out.toString()).contains("broker: answers", "coordinators: none", "workers: none");

            ClusterRegistry registry = connection.registry();
            WorkerRecord worker = new WorkerRecord(
                    new WorkerId("gpu0"),
                    Incarnation.fresh(),
                    "host",
                    "device",
                    "cpu",
                    1,
                    Map.of(),
                    false,
                    Instant.EPOCH);
            registry.announce(worker);
            assertThat(execute(arguments)).isEqualTo(ExitCodes.UNAVAILABLE);
            registry.announceCoordinator("head-1", Duration.ofMinutes(1));
            assertThat(execute(arguments)).isZero();
            assertThat(out.toString()).contains("coordinators: head-1", "workers: gpu0");
            arguments.add("--json");
            assertThat(execute(arguments)).isZero();
            assertThat(out.toString().strip())
                    .isEqualTo("{\"healthy\":true,\"coordinators\":[\"head-1\"],\"workers\":[\"gpu0\"]}");
            registry.withdraw(worker.worker(), worker.incarnation());
        }
    }

    private int execute(List<String> arguments) {
        out.getBuffer().setLength(0);
        HostEnvironment environment = new HostEnvironment(Map.of(), folder, folder, "Linux", "amd64");
        CommandLine root = VirNucProMain.commandLine(environment, folder, List.of());
        root.setOut(new PrintWriter(out, true));
        return root.execute(arguments.toArray(String[]::new));
    }
}
