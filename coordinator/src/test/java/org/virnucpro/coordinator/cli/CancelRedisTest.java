package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunWatch;
import picocli.CommandLine;

/** pause, continue, cancel and audit as a person types them. */
@ExtendWith(RedisExtension.class)
final class CancelRedisTest {

    private static final WorkerId WORKER = new WorkerId("w");
    private static final Incarnation ONE = new Incarnation("one");

    @TempDir
    Path folder;

    private TestRedis redis;
    private RunSpec spec;
    private SharedWorkQueues queues;

    @BeforeEach
    void a_run_of_three_tasks_of_which_one_is_leased(TestRedis shared) {
        redis = shared;
        RunId run = redis.freshRun();
        ClusterRegistry registry = redis.connection().registry();
        spec = new RunSpec(run, List.of(), new DataPath("d", run.value()), 500, "synthetic", "", StealSettings.ON);
        registry.submit(spec, 0);
        queues = registry.queues(run);
        queues.open(RunSettings.of(3));
        queues.submit(IntStream.range(0, 3)
                .mapToObj(id -> new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, 0, 10, 1, 2, 10)))
                .toList());
        queues.join(WORKER, ONE);
        assertThat(take()).isInstanceOf(TakeOutcome.Leased.class);
    }

    @Test
    void a_cancelled_run_holds_no_lease_and_whoever_waits_for_it_is_told() throws Exception {
        assertThat(run("cancel")).isZero();
        assertThat(queues.observe().counts().leased()).isZero();
        assertThat(queues.observe().counts().cancelled()).isEqualTo(3);
        RunWatch watch = new RunWatch(redis.connection().registry(), spec, 0, folder, Duration.ofMillis(10));
        assertThatThrownBy(() -> watch.watch(line -> {}))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCodes.CANCELLED))
                .hasMessageContaining("was cancelled");
        assertThat(run("continue")).as("it stays so").isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_paused_run_gives_out_nothing_until_it_is_continued() throws Exception {
        assertThat(run("pause")).isZero();
        assertThat(queues.state()).isEqualTo(RunState.PAUSED);
        assertThat(run("continue")).isZero();
        assertThat(queues.state()).isEqualTo(RunState.OPEN);
    }

    @Test
    void an_audit_is_silent_about_a_run_in_order() throws Exception {
        assertThat(run("audit")).isZero();
    }

    private TakeOutcome take() {
        return queues.take(
                new TakeRequest(WORKER, ONE, List.of(new TakeSource.OwnQueue()), List.of(), Optional.empty()));
    }

    private int run(String command) throws Exception {
        Path password = Files.writeString(
                folder.resolve("password"), redis.address().password().orElse(""));
        CommandLine line = VirNucProMain.commandLine();
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(new StringWriter()));
        String[] broker = redis.address().password().isPresent()
                ? new String[] {"--redis-password-file", password.toString()}
                : new String[0];
        List<String> words = new ArrayList<>(
                List.of(command, spec.run().value(), "--redis", redis.address().endpoint()));
        words.addAll(List.of(broker));
        return line.execute(words.toArray(String[]::new));
    }
}
