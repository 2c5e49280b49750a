package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;

/**
 * A step of a run that one coordinator takes at a time, on whatever machine: to plan, or to publish. Either can be repeated
 * after a crash, but two at once, one of which was asleep while the other took the run over, would mix their files. The step of
 * a process that has died is free. Confined to one thread.
 */
final class SoleStep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SoleStep.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final RunLock lock;

    private SoleStep(RunLock lock) {
        this.lock = lock;
    }

    /**
     * Waits for its turn.
     *
     * @throws RunFailedException when another coordinator has published the run meanwhile
     * @throws java.nio.file.NoSuchFileException when the run has no work folder any more
     */
    static SoleStep begin(RunFolders folders) throws IOException, InterruptedException {
        PollTimer timer = new PollTimer(LOOK);
        Optional<RunLock> lock = RunLock.lock(folders.stepLock());
        while (lock.isEmpty()) {
            timer.await();
            lock = RunLock.lock(folders.stepLock());
        }
        SoleStep step = new SoleStep(lock.get());
        Optional<RunFailedException> over = publishedByOther(folders);
        if (over.isPresent()) {
            step.close();
            throw over.get();
        }
        return step;
    }

    /** When the plan is gone and the results are there, another coordinator has brought the run to its end. */
    static Optional<RunFailedException> publishedByOther(RunFolders folders) {
        try {
            if (Files.exists(folders.plan()) || !folders.isPublished()) {
                return Optional.empty();
            }
        } catch (IOException damaged) {
            log.debug("{} tells nothing", folders.manifest(), damaged);
            return Optional.empty();
        }
        try {
            folders.removeWork();
        } catch (IOException | UncheckedIOException failure) {
            log.debug("{}: the other one is removing it", folders.work(), failure);
        }
        return Optional.of(new RunFailedException(
                ExitCodes.UNAVAILABLE,
                "another coordinator has published this run; its results are in " + folders.output()));
    }

    @Override
    public void close() {
        lock.close();
    }
}
