package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.loop.LoopFixture.OpenRun;

/** The command as a process: how it starts, and how it ends. */
@ExtendWith(RedisExtension.class)
class WorkerProcessRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestRedis redis;
    private OpenRun run;
    private Process worker;

    @BeforeEach
    void open_a_run(TestRedis testRedis) throws IOException {
        redis = testRedis;
        run = new LoopFixture(redis, folder).openRun(LoopFixture.SELF, StealSettings.OFF);
    }

    @AfterEach
    void leave_nothing_behind() {
        run.queues().changeState(RunState.CANCELLED);
        worker.destroyForcibly();
    }

    @Test
    void a_worker_computes_what_waits_and_ends_with_its_standard_input() throws Exception {
        worker = start("--speed", "1e9", "--stop-with-stdin");
        await().atMost(PATIENCE).until(() -> run.counts().done() == 14);
        worker.getOutputStream().close();

        assertThat(exitCode()).as(log()).isEqualTo(ExitCodes.OK);
        assertThat(run.queues().members()).isEmpty();
    }

    @Test
    void a_terminated_worker_gives_its_task_back() throws Exception {
        worker = start("--speed", "1e-6", "--drain-timeout", "0s");
        await().atMost(PATIENCE).until(() -> run.counts().leased() == 1);
        worker.destroy();

        assertThat(exitCode()).as(log()).isEqualTo(ExitCodes.TERMINATED);
        assertThat(run.counts().pending()).isEqualTo(14);
        assertThat(run.counts().requeues()).isZero();
        assertThat(run.queues().members()).isEmpty();
    }

    @Test
    void a_worker_that_cannot_write_says_so_and_ends() throws Exception {
        Files.delete(run.parts().path());
        worker = start("--speed", "1e9");

        assertThat(exitCode()).as(log()).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(log()).contains("data root").contains(".virnucpro");
    }

    /** Its task goes to another worker meanwhile; what it has of that task when it goes on counts for nothing. */
    @Test
    void a_worker_that_is_suspended_beyond_its_lease_loses_its_task_and_goes_on_with_others() throws Exception {
        run.queues().changeState(RunState.CANCELLED);
        run = new LoopFixture(redis, folder)
                .openRun(LoopFixture.SELF, StealSettings.OFF, "synthetic", Duration.ofSeconds(1));
        worker = start("--speed", "0.4");
        await().atMost(PATIENCE).until(() -> run.counts().leased() == 1);
        signal("STOP");
        TaskId task = run.queues().observe().leases().get(0).task();
        await().atMost(PATIENCE).until(() -> run.queues().reap(10) == 1);
        WorkerId other = new WorkerId("other");
        Incarnation incarnation = new Incarnation("o1");
        run.queues().join(other, incarnation);
        TakeOutcome.Leased taken = (TakeOutcome.Leased) run.queues()
                .take(new TakeRequest(
                        other, incarnation, List.of(new TakeSource.RetryList()), List.of(), Optional.empty()));
        assertThat(taken.task().id()).isEqualTo(task);
        assertThat(run.queues().complete(task, taken.token(), other)).isEqualTo(CompleteOutcome.RECORDED);
        signal("CONT");

        await().atMost(PATIENCE).until(() -> run.counts().done() >= 3);
        assertThat(run.queues().winners()).containsEntry(task, taken.token());
        assertThat(run.files()).noneMatch(file -> file.getFileName().toString().startsWith(task + "."));
        assertThat(log()).contains("is lost");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid()))
                .start()
                .waitFor();
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                VirNucProMain.class.getName(),
                "worker",
                "--redis",
                redis.address().endpoint(),
                "--name",
                LoopFixture.SELF.value(),
                "--engine",
                "synthetic",
                "--data-root",
                "data=" + folder));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile());
        redis.address()
                .password()
                .ifPresent(password -> builder.environment().put(HostEnvironment.REDIS_PASSWORD, password));
        return builder.start();
    }

    private int exitCode() throws InterruptedException {
        assertThat(worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return worker.exitValue();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("worker.log"));
    }
}
