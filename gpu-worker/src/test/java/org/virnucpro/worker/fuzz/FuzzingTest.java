package org.virnucpro.worker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness notices what it is there for. */
final class FuzzingTest {
    private static final byte[] CORPUS =
            "a file of some length".repeat(9).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void an_exception_that_is_not_declared_is_named_with_seed_and_input_and_the_file_is_kept() {
        Fuzzing fuzzing = fuzzing(file -> {
            if (!Arrays.equals(Files.readAllBytes(file), CORPUS)) {
                throw new ArithmeticException("overflow");
            }
        });
        assertThatThrownBy(() -> fuzzing.run(100))
                .isInstanceOf(FuzzFailure.class)
                .hasMessageContaining("ArithmeticException: overflow")
                .hasMessageContaining("seed 7, input ");
        assertThat(folder.resolve("fuzzed-x")).exists();
    }

    @Test
    void a_declared_exception_that_does_not_name_the_file_is_a_failure() {
        Fuzzing fuzzing = fuzzing(file -> {
            throw new IllegalStateException("damaged");
        });
        assertThatThrownBy(() -> fuzzing.run(1)).hasMessageContaining("message without the file");
    }

    @Test
    void outcomes_are_counted_and_an_input_is_the_same_every_time() throws IOException {
        FuzzReader.Reading odd = file -> {
            if (Files.size(file) % 2 == 1) {
                throw new IllegalStateException(file + " is odd");
            }
        };
        FuzzReport report = fuzzing(odd).run(500);
        assertThat(report.outcomes().keySet()).containsExactly("IllegalStateException", "read");
        assertThat(report.outcomes().values().stream().mapToLong(count -> count).sum())
                .isEqualTo(500);
        assertThat(fuzzing(odd).run(500).outcomes()).isEqualTo(report.outcomes());
        assertThat(fuzzing(odd).input(3))
                .isEqualTo(fuzzing(odd).input(3))
                .isNotEqualTo(fuzzing(odd).input(4));
    }

    @Test
    void an_input_that_hangs_is_named() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (Deadline deadline = new Deadline(1, told::add)) {
            deadline.begins("x seed 7 input 12", folder);
            assertThat(told.take()).contains("x seed 7 input 12");
        }
    }

    private Fuzzing fuzzing(FuzzReader.Reading reading) {
        FuzzReader reader = new FuzzReader("x", List.of(CORPUS), Set.of(IllegalStateException.class), reading);
        return new Fuzzing(reader, 7, folder, new Deadline(3600, hung -> {}), () -> 0);
    }
}
