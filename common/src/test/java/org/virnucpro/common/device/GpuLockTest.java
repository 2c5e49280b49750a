package org.virnucpro.common.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.Python;

final class GpuLockTest {

    private static final String UUID = "GPU-00000000-0000-0000-0000-00000000000a";

    /** Holds the lock as another process, until its standard input ends. */
    private static final String HOLDER = """
            import fcntl, sys
            lock = open(sys.argv[1], 'r+')
            fcntl.lockf(lock, fcntl.LOCK_EX)
            print('held', flush=True)
            sys.stdin.read()
            """;

    @TempDir
    Path folder;

    @Test
    void a_card_that_another_process_has_is_refused_naming_that_and_free_when_it_has_ended() throws Exception {
        GpuLock.take(folder, UUID, "worker first").close();
        Path file = folder.resolve("virnucpro-" + UUID + ".lock");
        Files.writeString(file, "pid 4711, worker other\n");
        Process other = new ProcessBuilder(Python.orSkip(), "-c", HOLDER, file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> GpuLock.take(folder, UUID, "worker second"))
                    .isInstanceOf(GpuInUseException.class)
                    .hasMessageContaining("in use by another worker: pid 4711, worker other");
            other.destroyForcibly().waitFor();
        }
        try (GpuLock lock = GpuLock.take(folder, UUID, "worker second")) {
            assertThat(GpuLock.lastHolder(folder, UUID))
                    .contains("pid " + ProcessHandle.current().pid() + ", worker second");
            assertThat(lock.file()).isEqualTo(file);
        }
    }

    @Test
    void one_card_is_not_taken_twice_and_other_cards_are_free() {
        try (GpuLock first = GpuLock.take(folder, "GPU-1", "one");
                GpuLock second = GpuLock.take(folder, "GPU-2", "two")) {
            assertThat(first.file()).isNotEqualTo(second.file());
            assertThatThrownBy(() -> GpuLock.take(folder, "GPU-1", "three")).hasMessageContaining("one");
        }
    }

    @Test
    void all_users_of_the_host_can_use_the_file() throws IOException {
        try (GpuLock lock = GpuLock.take(folder, UUID, "worker")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.file())))
                    .isEqualTo("rw-rw-rw-");
        }
    }

    @Test
    void a_link_in_its_place_is_not_followed_and_a_strange_uuid_makes_no_file() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("virnucpro-GPU-1.lock"), victim);
        assertThatThrownBy(() -> GpuLock.take(folder, "GPU-1", "worker"))
                .isInstanceOf(GpuException.class)
                .hasMessageContaining("VIRNUCPRO_LOCK_DIR");
        assertThat(victim).hasContent("precious");
        assertThatThrownBy(() -> GpuLock.take(folder, "../x", "worker")).hasMessageContaining("no UUID");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> GpuLock.take(folder.resolve("absent"), UUID, "worker"))
                .isInstanceOf(GpuException.class)
                .hasMessageContaining(folder.resolve("absent").toString());
    }

    @Test
    void locks_are_where_the_operator_says() {
        HostEnvironment told = new HostEnvironment(
                Map.of(HostEnvironment.LOCK_FOLDER, "/srv/locks"), folder, folder, "Linux", "amd64");
        assertThat(GpuLock.folder(told)).isEqualTo(Path.of("/srv/locks"));
    }
}
