package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** SHA-256 of the inputs of a run, computed while they are planned. Confined to one thread, its own apart. */
public final class InputDigests implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 16;

    private final ExecutorService thread;
    private final Future<List<String>> digests;

    private InputDigests(List<Path> files) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread digesting = new Thread(task, "coordinator-input-digests");
            digesting.setDaemon(true);
            return digesting;
        });
        digests = thread.submit(() -> of(files));
    }

    /** Begins to read the files. */
    static InputDigests start(List<Path> files) {
        return new InputDigests(files);
    }

    /** Lower-case hexadecimal digests in the order of the files, empty for one that cannot be read; waits until the last one is there. */
    List<String> await() throws IOException, InterruptedException {
        try {
            return digests.get();
        } catch (ExecutionException failure) {
            throw new IOException("cannot read an input: " + failure.getCause(), failure);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** SHA-256 of the bytes of a file. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("stopped");
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> of(List<Path> files) throws IOException {
        List<String> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(ofReadable(file));
        }
        return digests;
    }

    /** A file that cannot be read has a fault in the plan, and no digest. */
    private static String ofReadable(Path file) throws InterruptedIOException {
        try {
            return of(file);
        } catch (InterruptedIOException stopped) {
            throw stopped;
        } catch (IOException unreadable) {
            return "";
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
