package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;

/**
 * Cuts a log of changes that ends in the middle of one back to the last whole change, with {@code redis-check-aof --fix}. The
 * server itself would cut it to the last whole command, which may lie inside a transaction; see the class BrokerBarrier of the
 * coordinator for what happens then.
 */
final class LogRepair {

    private static final Logger LOG = LoggerFactory.getLogger(LogRepair.class);
    private static final String PROGRAM = "redis-check-aof";
    private static final String OUTPUT = PROGRAM + ".out";
    private static final Pattern CUT = Pattern.compile("diff=(\\d{1,18})");
    /** No single change is larger; what is longer than this is damage of another kind. */
    private static final long MOST_BYTES = 8L << 20;

    private static final int LONGEST_MINUTES = 30;
    private static final int LONGEST_REPLY = 1 << 16;

    private record Reply(int exitCode, String words) {}

    private final Path server;

    /** With the program beside this server; else the server itself, which is the same program under another name. */
    LogRepair(Path server) {
        this.server = server;
    }

    /**
     * Repairs the log in a folder if there is one.
     *
     * @param folder in which the server keeps its log
     * @param own a folder of this process
     * @throws BrokerException when the log cannot be repaired
     */
    void repair(Path folder, Path own) throws IOException {
        Optional<Path> log = find(folder);
        if (log.isEmpty()) {
            return;
        }
        Path program = server.resolveSibling(PROGRAM);
        if (!Files.isExecutable(program)) {
            program = Files.createSymbolicLink(own.resolve(PROGRAM), server.toRealPath());
        }
        Reply check = run(program, List.of(log.get().toString()), own);
        if (check.exitCode() == 0) {
            return;
        }
        // one figure per file of the log
        long bytes = CUT.matcher(check.words())
                .results()
                .mapToLong(file -> Long.parseLong(file.group(1)))
                .max()
                .orElse(Long.MAX_VALUE);
        if (bytes > MOST_BYTES) {
            throw new BrokerException(
                    "the log of the broker is damaged far before its end, so that more than one change"
                            + " would be lost; keep a copy, then decide whether to run " + PROGRAM + " --fix "
                            + log.get()
                            + ":\n" + check.words());
        }
        Reply fix = run(program, List.of("--fix", log.get().toString()), own);
        if (fix.exitCode() != 0) {
            throw new BrokerException("the log of the broker is damaged and " + PROGRAM + " --fix " + log.get()
                    + " could not repair it:\n" + fix.words());
        }
        LOG.warn(
                "the log of the broker ended in the middle of a change; its last {} bytes were cut off: {}",
                bytes,
                log.get());
    }

    private static Reply run(Path program, List<String> arguments, Path own) throws IOException {
        Path output = own.resolve(OUTPUT);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!ended(process)) {
                throw new BrokerException(
                        command + " has not ended after " + LONGEST_MINUTES + " minutes; run it by hand");
            }
        } finally {
            process.destroyForcibly();
        }
        try (InputStream in = Files.newInputStream(output)) {
            String words = new String(in.readNBytes(LONGEST_REPLY), StandardCharsets.UTF_8).strip();
            return new Reply(process.exitValue(), words);
        }
    }

    /** Deletes what {@link #repair} left in the folder of this process, and the folder. */
    static void removeTraces(Path own) throws IOException {
        Files.deleteIfExists(own.resolve(PROGRAM));
        Files.deleteIfExists(own.resolve(OUTPUT));
        Files.delete(own);
    }

    /** The manifest of the log as Redis 7 keeps it, or the one file of Redis 6; an empty file needs no repair. */
    private static Optional<Path> find(Path folder) {
        return Stream.of(folder.resolve("appendonlydir/appendonly.aof.manifest"), folder.resolve("appendonly.aof"))
                .filter(file -> file.toFile().length() > 0)
                .findFirst();
    }

    private static boolean ended(Process check) throws IOException {
        try (OutputStream answer = check.getOutputStream()) {
            answer.write("y\n".getBytes(StandardCharsets.US_ASCII)); // it asks before it cuts
        } catch (IOException hasNotAsked) {
            LOG.debug("{} ended without a question", PROGRAM);
        }
        try {
            return check.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + PROGRAM + " ran", stop);
        }
    }
}
