package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.file.Folders;

/**
 * Held by the process that computes a run on this machine, so that no second one works in its folder. The operating system
 * drops it with the process, however that ends.
 */
public final class RunLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunLock.class);

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock of a run, whose folder is made when absent; empty when another process has it. */
    public static Optional<RunLock> take(RunFolders folders) throws IOException {
        Folders.create(folders.work());
        return lock(folders.lock());
    }

    /** Whether a process on this machine computes the run. */
    static boolean isHeld(RunFolders folders) throws IOException {
        if (!Files.exists(folders.lock())) {
            return false;
        }
        Optional<RunLock> lock = lock(folders.lock());
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /** Takes a lock on a file, which is made when absent; empty when somebody has it. */
    static Optional<RunLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new RunLock(channel));
            }
        } catch (OverlappingFileLockException ours) {
            log.debug("{} is locked by this very process", file);
        } catch (IOException unsupported) {
            log.warn("{} cannot be locked: {}; see to it that nobody else works there", file, unsupported.getMessage());
            return Optional.of(new RunLock(channel));
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            log.warn("a lock could not be given back, it ends with this process: {}", failure.getMessage());
        }
    }
}
