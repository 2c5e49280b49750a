package org.virnucpro.common.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Folders for results: can they be written, renamed in, locked, and is there space. */
public final class FolderCheck implements DoctorCheck {

    private static final long LITTLE = 1L << 30;
    private static final long TOO_LITTLE = 64L << 20;

    @Override
    public Section section() {
        return Section.DISK;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        List<Finding> findings = new ArrayList<>();
        if (question.folders().isEmpty()) {
            findings.add(Finding.skip("disk.output", "no folder for results was looked at", "name one: -o DIR"));
        }
        question.folders().forEach(folder -> findings.addAll(look("disk.output", folder)));
        findings.addAll(look("disk.temporary", question.environment().temporary()));
        return findings;
    }

    /** A folder that is not there yet is judged by its nearest parent that is. */
    static List<Finding> look(String subject, Path folder) {
        Path present = folder.toAbsolutePath().normalize();
        while (!Files.exists(present) && present.getParent() != null) {
            present = present.getParent();
        }
        if (!Files.isDirectory(present)) {
            return List.of(Finding.fail(subject, present + " is no folder", "name a folder"));
        }
        String place =
                present.equals(folder.toAbsolutePath().normalize()) ? "" : " (not there yet: made in " + present + ")";
        List<Finding> findings = new ArrayList<>();
        findings.add(writable(subject, folder + place, present).with("path", folder.toString()));
        findings.add(space(subject + ".space", present));
        return findings;
    }

    private static Finding writable(String subject, String name, Path folder) {
        @Nullable Path file = null;
        try {
            file = Files.createTempFile(folder, ".virnucpro-doctor-", ".tmp");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                channel.force(true);
                @Nullable Finding unlocked = unlocked(subject, name, channel);
                if (unlocked != null) {
                    return unlocked;
                }
            }
            Path renamed = folder.resolve(file.getFileName() + ".moved");
            Files.move(file, renamed, StandardCopyOption.ATOMIC_MOVE);
            file = renamed;
            return Finding.ok(subject, name + " can be written, locked and renamed in");
        } catch (IOException failure) {
            return Finding.fail(
                    subject,
                    name + " cannot be written: " + failure,
                    "give this user the right to write there, or name another folder");
        } finally {
            remove(file);
        }
    }

    private static @Nullable Finding unlocked(String subject, String name, FileChannel channel) {
        try (@Nullable FileLock lock = channel.tryLock()) {
            return lock != null ? null : locksFail(subject, name, "a fresh file is locked by somebody else");
        } catch (IOException unsupported) {
            return locksFail(subject, name, unsupported.toString());
        }
    }

    private static Finding locksFail(String subject, String name, String why) {
        return Finding.fail(
                subject,
                name + " cannot hold file locks: " + why,
                "two coordinators could publish at once: mount it with locks (NFS: start rpc.statd, or vers=4; Lustre: -o"
                        + " flock), or name another folder");
    }

    private static Finding space(String subject, Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            Finding finding = space(subject, folder, free);
            return finding.with("path", folder.toString()).with("free_bytes", free);
        } catch (IOException failure) {
            return Finding.warn(subject, "the free space of " + folder + " is unknown: " + failure, "");
        }
    }

    static Finding space(String subject, Path folder, long free) {
        String found = String.format(Locale.ROOT, "%,.1f GB free on the file system of %s", free / 1e9, folder);
        if (free < TOO_LITTLE) {
            return Finding.fail(subject, found, "make space");
        }
        return free < LITTLE
                ? Finding.warn(subject, found, "large runs need more; predict --dry-run says how much")
                : Finding.ok(subject, found);
    }

    private static void remove(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                // an empty file of a name that says what it is
            }
        }
    }
}
