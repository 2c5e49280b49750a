package org.virnucpro.common.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;

final class PrivateRedisServerTest {

    @TempDir
    private Path folder;

    @Test
    void a_server_starts_answers_and_leaves_nothing_behind() throws IOException {
        Path extra = Files.createDirectory(folder.resolve("extra"));
        PrivateRedisServer server = PrivateRedisServer.start(host(Map.of()), ServerOptions.removing(extra));
        try (RedisConnection connection = RedisConnection.open(server.address())) {
            assertThat(server.description()).contains(connection.serverVersion());
        }
        assertThat(server.isRunning()).isTrue();
        assertThat(serverFolders()).hasSize(1);

        server.close();
        server.close();

        assertThat(serverFolders()).isEmpty();
        assertThat(extra).doesNotExist();
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void nobody_enters_without_the_password_and_no_process_shows_it() throws IOException {
        try (PrivateRedisServer server = PrivateRedisServer.start(host(Map.of()), ServerOptions.DEFAULT)) {
            String password = server.address().password().orElseThrow();
            assertThat(password).hasSize(32);
            assertThatThrownBy(() -> RedisConnection.open(server.address().withPassword("wrong")))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageNotContaining(password);
            assertThat(server.address().toString() + server.description()).doesNotContain(password);
            assertThat(ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(password));
            Path configuration = serverFolders().get(0).resolve("redis.conf");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_killed_parent_leaves_neither_processes_nor_folders() throws IOException {
        Path extra = Files.createDirectory(folder.resolve("extra"));
        Process parent = new ProcessBuilder(
                        Path.of(property("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        property("java.class.path"),
                        ServerOwner.class.getName(),
                        extra.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).matches("[0-9]+");
            List<ProcessHandle> children = parent.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(children).noneMatch(ProcessHandle::isAlive);
                assertThat(serverFolders()).isEmpty();
                assertThat(extra).doesNotExist();
            });
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_server_that_goes_on_from_a_log_finds_what_was_written() throws IOException {
        Path log = Files.createDirectory(folder.resolve("log"));
        ServerOptions options = new ServerOptions(Optional.of(log), List.of());
        RunId run = new RunId("kept");
        try (PrivateRedisServer first = PrivateRedisServer.start(host(Map.of()), options);
                RedisConnection connection = RedisConnection.open(first.address())) {
            connection.queues(run).open(RunSettings.of(7));
        }
        try (PrivateRedisServer second = PrivateRedisServer.start(host(Map.of()), options);
                RedisConnection connection = RedisConnection.open(second.address())) {
            assertThat(connection.queues(run).observe().counts().planned()).isEqualTo(7);
        }
    }

    @Test
    void a_named_program_that_is_no_server_is_refused_with_the_ways_out() throws IOException {
        Path program = script("other", "echo something else");
        assertThatThrownBy(() -> PrivateRedisServer.start(
                        host(Map.of(ServerSearch.VARIABLE, program.toString())), ServerOptions.DEFAULT))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("something else")
                .hasMessageContaining("--redis URL")
                .hasMessageContaining("apt-get install redis-server");
    }

    @Test
    void a_named_program_that_cannot_run_here_is_refused_with_the_ways_out() throws IOException {
        Path program = Files.write(folder.resolve("redis-server"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3});
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> PrivateRedisServer.start(
                        host(Map.of(ServerSearch.VARIABLE, program.toString())), ServerOptions.DEFAULT))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("--redis URL");
    }

    @Test
    void an_old_server_on_the_path_gives_way_to_the_bundled_one() throws IOException {
        script("redis-server", "echo 'Redis server v=6.0.16 sha=00000000:0'");
        ServerBinary binary = new ServerSearch(host(Map.of("PATH", folder.toString()))).find();
        assertThat(binary.path().getParent()).isEqualTo(folder.resolve("cache/virnucpro"));
        assertThat(binary.version()).isEqualTo("6.2.11");
    }

    @Test
    void a_new_server_on_the_path_is_used() throws IOException {
        Path program = script("redis-server", "echo 'Redis server v=8.0.1 sha=00000000:0 malloc=libc bits=64'");
        assertThat(new ServerSearch(host(Map.of("PATH", folder.toString()))).find())
                .isEqualTo(new ServerBinary(program, 8, 0, "8.0.1"));
    }

    @Test
    void a_cache_that_cannot_be_written_is_named_with_the_ways_out() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new ServerSearch(host(Map.of("PATH", "", "XDG_CACHE_HOME", file.toString()))).find())
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(file.resolve("virnucpro").toString())
                .hasMessageContaining("XDG_CACHE_HOME");
    }

    @Test
    void a_system_without_a_bundled_server_is_told_the_ways_out() {
        HostEnvironment strange = new HostEnvironment(Map.of(), folder, folder, "Plan 9", "mips");
        assertThatThrownBy(() -> new ServerSearch(strange).find())
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("Plan 9 mips")
                .hasMessageContaining("--redis URL");
    }

    @Test
    void a_server_that_does_not_start_says_why_and_keeps_the_folders() throws IOException {
        Path extra = Files.createDirectory(folder.resolve("extra"));
        Path program = script(
                "failing",
                "[ \"$1\" = --version ] && echo 'Redis server v=7.0.0' && exit 0\n"
                        + "echo 'Fatal: no luck today'\nexit 1");
        assertThatThrownBy(() -> PrivateRedisServer.start(
                        host(Map.of(ServerSearch.VARIABLE, program.toString())), ServerOptions.removing(extra)))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("no luck today");
        assertThat(extra).exists();
        assertThat(serverFolders()).isEmpty();
    }

    @Test
    void many_unpackings_at_once_give_one_file() throws IOException {
        Path cache = folder.resolve("many");
        String resource = BundledBinary.resource(host(Map.of())).orElseThrow();
        List<Path> programs = Stream.generate(() -> resource)
                .limit(8)
                .parallel()
                .map(name -> {
                    try {
                        return BundledBinary.unpack(name, cache);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
        assertThat(programs).containsOnly(programs.get(0));
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).containsExactly(programs.get(0));
        }
    }

    private HostEnvironment host(Map<String, String> changes) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        variables.putAll(changes);
        HostEnvironment real = HostEnvironment.ofProcess();
        return new HostEnvironment(variables, folder, folder, real.osName(), real.osArch());
    }

    private Path script(String name, String body) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private List<Path> serverFolders() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("virnucpro-redis-"))
                    .toList();
        }
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
