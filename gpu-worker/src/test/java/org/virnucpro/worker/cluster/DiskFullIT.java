package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small tmpfs, where this user may mount one. */
final class DiskFullIT {

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = mount("-t", "tmpfs", "-o", "size=256k", "tmpfs");
        Assumptions.assumeTrue(mounted, "this user cannot mount a tmpfs, so no disk is full here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void what_was_computed_before_the_disk_was_full_is_used_when_there_is_space() throws Exception {
        Path out = disk.resolve("out");
        try (Launched early = Launched.start(folder, predict(out, "--save-embeddings", "npy"))) {
            assertThat(early.exitCode()).as(early.output()).isEqualTo(73);
            assertThat(early.output()).contains("need about", out.toString(), "--no-disk-check");
        }
        assertThat(out).isEmptyDirectory();

        try (Launched full = Launched.start(folder, predict(out, "--no-disk-check"))) {
            assertThat(full.exitCode()).as(full.output()).isEqualTo(73);
            assertThat(full.output())
                    .contains(out.toString(), "No space left on device", " tasks are done, kept in ", "--resume");
        }
        assertThat(out.resolve("run.json")).doesNotExist();
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(file -> file.getParent().endsWith("parts"))).isNotEmpty();
        }

        assertThat(mount("-o", "remount,ro")).isTrue();
        try (Launched readOnly = Launched.start(folder, predict(out, "--resume"))) {
            assertThat(readOnly.exitCode()).as(readOnly.output()).isEqualTo(73);
            assertThat(readOnly.output()).contains(out.toString(), "Read-only file system");
        }

        assertThat(mount("-o", "remount,rw,size=16m")).isTrue();
        try (Launched resumed = Launched.start(folder, predict(out, "--resume"))) {
            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(resumed.output()).contains(" of them from before the stop");
        }
        Oracle.assertPredictions(out, 500);
    }

    private boolean mount(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        command.add(disk.toString());
        return run(command.toArray(String[]::new)) == 0;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }

    private static String[] predict(Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("predict", "-o", out.toString(), "--models", Oracle.MODELS.toString(), "--workers", "1"));
        Oracle.inputs().forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
