package org.virnucpro.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.WorkerId;

class LocalWorkersTest {

    @TempDir
    Path folder;

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<String> gone = new AtomicReference<>();

    @Test
    void a_worker_that_was_drained_is_not_started_again() throws Exception {
        assertThat(startsOfAWorkerThatEndsWith(0)).isEqualTo(1);
        assertThat(lost).hasValue(1);
    }

    @Test
    void a_worker_that_crashes_before_it_joins_is_started_again_three_times() throws Exception {
        assertThat(startsOfAWorkerThatEndsWith(1)).isEqualTo(4);
        assertThat(lost).hasValue(4);
    }

    private int startsOfAWorkerThatEndsWith(int exitCode) throws Exception {
        Path starts = Files.createFile(folder.resolve("starts"));
        WorkerCommandLine commandLine = new WorkerCommandLine(
                List.of("sh", "-c", "echo >> " + starts + "; exit " + exitCode), List.of(), Map.of());
        try (LocalWorkers workers = new LocalWorkers(commandLine, listener(), (worker, line) -> {})) {
            workers.start(List.of(new WorkerId("w")));
            await().until(() -> gone.get() != null);
        }
        return Files.readAllLines(starts).size();
    }

    private LocalWorkers.Listener listener() {
        return new LocalWorkers.Listener() {
            @Override
            public Restarts.Standing lost(WorkerId worker) {
                lost.incrementAndGet();
                return Restarts.Standing.NEVER_JOINED;
            }

            @Override
            public void allGone(String reason, int exitCode) {
                gone.set(reason);
            }
        };
    }
}
