package org.virnucpro.common.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Keeps a second worker off a graphics card: a lock on a file that every process of this host sees, given back by the system
 * however the process ends. A process takes the lock of a card once. The file stays and says who had it last.
 */
public final class GpuLock implements AutoCloseable {

    private static final Path USUAL = Path.of("/var/lock");
    private static final int LONGEST_NOTE = 300;

    private final FileChannel channel;
    private final Path file;

    private GpuLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Where locks are, the same for all users of the host: {@value HostEnvironment#LOCK_FOLDER}, /var/lock, or the folder
     * for temporary files.
     */
    public static Path folder(HostEnvironment environment) {
        return environment
                .variable(HostEnvironment.LOCK_FOLDER)
                .map(Path::of)
                .orElseGet(() -> Files.isWritable(USUAL) ? USUAL : environment.temporary());
    }

    /**
     * Takes the lock of a card.
     *
     * @param holder what this process is, in words, for those who want the card, too
     * @throws GpuInUseException when another process has it, naming that
     * @throws GpuException when there can be no lock
     */
    public static GpuLock take(Path folder, String uuid, String holder) {
        Path file = file(folder, uuid);
        try {
            FileChannel channel = open(file);
            try {
                if (!lock(channel)) {
                    throw new GpuInUseException("GPU " + uuid + " is in use by another worker: " + note(channel)
                            + "; a GPU has one worker, stop that one or name another GPU (lock " + file + ")");
                }
                write(channel, "pid " + ProcessHandle.current().pid() + ", " + holder);
                return new GpuLock(channel, file);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new GpuException(
                    "cannot lock GPU " + uuid + " by " + file + ": " + failure
                            + "; let all users of this host write it, or" + " name another folder in "
                            + HostEnvironment.LOCK_FOLDER,
                    failure);
        }
    }

    /** Who took the lock of a card last and may have it still; empty when nobody ever did. */
    public static Optional<String> lastHolder(Path folder, String uuid) {
        try (FileChannel channel =
                FileChannel.open(file(folder, uuid), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(note(channel)).filter(note -> !note.isEmpty());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The file that is locked. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            throw new GpuException("cannot give back " + file + ": " + gone, gone);
        }
    }

    private static Path file(Path folder, String uuid) {
        if (!uuid.matches("[A-Za-z0-9-]{1,128}")) {
            throw new GpuException("'" + uuid + "' is no UUID of a GPU");
        }
        return folder.resolve("virnucpro-" + uuid + ".lock");
    }

    /** Without CREATE when it is there: Linux forbids that for files of others in folders like /tmp. */
    private static FileChannel open(Path file) throws IOException {
        try {
            return existing(file);
        } catch (NoSuchFileException first) {
            try {
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
                return channel;
            } catch (FileAlreadyExistsException other) {
                return existing(file);
            }
        }
    }

    private static FileChannel existing(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    private static void write(FileChannel channel, String note) throws IOException {
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String note(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }
}
