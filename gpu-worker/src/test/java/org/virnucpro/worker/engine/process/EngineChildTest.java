package org.virnucpro.worker.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;

final class EngineChildTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    /** Long for an answer of the fake; spent only by tests of programs that are silent. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final List<String> BATCH = List.of("ACGT", "GGC");

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void rows_are_the_numbers_that_the_program_sends() {
        try (EngineChild child = start(LONG)) {
            EmbeddingEngine bases = child.engine(ModelPart.DNABERT);
            EmbeddingEngine residues = child.engine(ModelPart.ESM2);

            assertThat(child.device()).isEqualTo("fake");
            assertThat(bases.width()).isEqualTo(48);
            assertRows(bases, BATCH);
            assertRows(residues, List.of("MKV", "L", "MKVLLAG"));
            assertThat(bases.embed(List.of()).rows()).isZero();
        }
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void the_program_sees_only_the_gpu_that_is_named() throws IOException {
        EngineProgram program = new EngineProgram(FakeChildCommand.of(folder), "GPU-5a0c", LONG, LONG);
        EngineChild.start(program, models(), pauses::add).close();

        assertThat(folder.resolve("gpu-1")).hasContent("GPU-5a0c");
        assertThat(program.build().environment()).doesNotContainKey("VIRNUCPRO_REDIS_PASSWORD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "die=1.2 | exit code 137 (signal 9)",
                "exit=1.2 | exit code 1 during a batch of 2 sequences",
                "half=1.2 | exit code 137 (signal 9)",
                "garbage=1.2 | no message of the engine protocol: \"Some library says hello!\"",
                "endless=1.2 | no message of the engine protocol: \"xxxx",
                "rows=1.2 | gave 3 rows for 2 sequences",
                "columns=1.2 | width 49, but said at its start that they have 48",
                "id=1.2 | answered request 77 where request 2 was asked",
            })
    void a_program_that_fails_is_started_again_and_goes_on(String fault, String message) {
        try (EngineChild child = start(LONG, fault)) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            assertRows(engine, BATCH);
            assertThatThrownBy(() -> engine.embed(BATCH))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(message);
            assertRows(engine, BATCH);
        }
        assertThat(starts()).isEqualTo(2);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void a_silent_program_is_killed_and_started_again() {
        try (EngineChild child = start(LONG, SHORT, "hang=1.1")) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            assertThatThrownBy(() -> engine.embed(BATCH))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no answer to a batch of 2 sequences within 3.0 s and was killed");
            assertRows(engine, BATCH);
        }
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void the_last_lines_of_a_program_that_died_are_in_the_message() {
        try (EngineChild child = start(LONG, "die=1.1")) {
            assertThatThrownBy(() -> child.engine(ModelPart.ESM2).embed(BATCH)).hasMessageContaining("dying as asked");
        }
    }

    @Test
    void numbers_that_are_none_are_refused_by_sequence_and_the_program_goes_on() {
        try (EngineChild child = start(LONG, "nan=1.1")) {
            EmbeddingEngine engine = child.engine(ModelPart.ESM2);
            assertThatThrownBy(() -> engine.embed(List.of("MKV", "L".repeat(30))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("NaN in column 5 of the esm2 embedding of sequence 2 of 2 (30 letters: LLLL");
            assertRows(engine, BATCH);
        }
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void an_error_of_the_program_is_passed_on_and_the_program_goes_on() {
        try (EngineChild child = start(LONG, "error=1.1")) {
            EmbeddingEngine engine = child.engine(ModelPart.ESM2);
            assertThatThrownBy(() -> engine.embed(BATCH))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CUDA out of memory");
            assertRows(engine, BATCH);
        }
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void three_failures_in_a_row_lose_the_engine() {
        try (EngineChild child = start(LONG, "die=*.1")) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            assertThatThrownBy(() -> engine.embed(BATCH)).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> engine.embed(BATCH)).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> engine.embed(BATCH))
                    .isInstanceOf(EngineLostException.class)
                    .hasMessageContaining("3 failures in a row");
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void a_restart_that_fails_counts_too() {
        try (EngineChild child = start(LONG, "die=1.1", "refuse=2.0", "refuse=3.0")) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            assertThatThrownBy(() -> engine.embed(BATCH)).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> engine.embed(BATCH)).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> engine.embed(BATCH))
                    .isInstanceOf(EngineLostException.class)
                    .hasMessageContaining("no such model here");
        }
    }

    @Test
    void failures_with_a_success_between_them_do_not_add_up() {
        try (EngineChild child = start(LONG, "die=*.2")) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            for (int round = 0; round < 4; round++) {
                assertRows(engine, BATCH);
                assertThatThrownBy(() -> engine.embed(BATCH)).isInstanceOf(EngineException.class);
            }
        }
    }

    @Test
    void a_sequence_that_the_program_refuses_is_no_failure_of_the_program() {
        try (EngineChild child = start(LONG, "sequence=1.1", "sequence=1.2", "sequence=1.3", "sequence=1.4")) {
            EmbeddingEngine engine = child.engine(ModelPart.DNABERT);
            for (int round = 0; round < 4; round++) {
                assertThatThrownBy(() -> engine.embed(BATCH))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("cannot embed sequence 2 of 2 (3 letters: GGC): too long");
            }
            assertRows(engine, BATCH);
        }
    }

    @Test
    void a_slow_start_is_waited_for() {
        try (EngineChild child = start(LONG, "slow=1.0")) {
            assertRows(child.engine(ModelPart.DNABERT), BATCH);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version=1.0 | speaks version 2 of the engine protocol, but version 1 is needed",
                "refuse=1.0 | cannot load the models: no such model here",
                "exit=1.0 | ended with exit code 1 during loading its models",
            })
    void a_start_that_would_fail_again_is_a_matter_of_configuration(String fault, String message) {
        assertThatThrownBy(() -> start(LONG, fault))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("FakeChild");
    }

    @Test
    void a_start_that_may_succeed_later_is_a_lost_engine() {
        assertThatThrownBy(() -> start(SHORT, LONG, "hang=1.0"))
                .isInstanceOf(EngineLostException.class)
                .hasMessageContaining("no answer to loading its models within 3.0 s");
        assertThatThrownBy(() -> start(LONG, "die=*.0"))
                .isInstanceOf(EngineLostException.class)
                .hasMessageContaining("signal 9");
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        EngineProgram program = new EngineProgram(List.of("/nowhere/engine"), null, LONG, LONG);

        assertThatThrownBy(() -> EngineChild.start(program, models(), pauses::add))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("/nowhere/engine")
                .hasMessageContaining("--engine-command");
    }

    @Test
    void closing_ends_the_program() {
        EngineChild child = start(LONG);
        List<ProcessHandle> alive = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .toList();
        assertThat(alive).isNotEmpty();
        child.close();
        child.close();
        assertThat(alive).noneMatch(ProcessHandle::isAlive);
    }

    private static void assertRows(EmbeddingEngine engine, List<String> sequences) {
        EmbeddingMatrix rows = engine.embed(sequences);
        assertThat(rows.rows()).isEqualTo(sequences.size());
        assertThat(rows.columns()).isEqualTo(engine.width());
        for (int row = 0; row < rows.rows(); row++) {
            for (int column = 0; column < rows.columns(); column++) {
                assertThat(rows.at(row, column)).isEqualTo(FakeChild.number(sequences.get(row), column));
            }
        }
    }

    private EngineChild start(Duration limit, String... faults) {
        return start(limit, limit, faults);
    }

    private EngineChild start(Duration startLimit, Duration answerLimit, String... faults) {
        List<String> command = FakeChildCommand.of(folder, faults);
        return EngineChild.start(new EngineProgram(command, null, startLimit, answerLimit), models(), pauses::add);
    }

    private static Map<ModelPart, ModelFiles> models() {
        Path file = Path.of("model.safetensors");
        return Map.of(
                ModelPart.DNABERT, new ModelFiles(ModelPart.DNABERT, Path.of(""), file),
                ModelPart.ESM2, new ModelFiles(ModelPart.ESM2, Path.of(""), file));
    }

    private int starts() {
        for (int start = 1; ; start++) {
            if (!Files.exists(folder.resolve("start-" + start))) {
                return start - 1;
            }
        }
    }
}
