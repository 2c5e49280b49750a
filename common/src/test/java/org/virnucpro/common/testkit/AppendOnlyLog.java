package org.virnucpro.common.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The log of changes of a Redis that has stopped, as a power loss would leave it. */
public final class AppendOnlyLog {

    private static final String TRANSACTION = "*1\r\n$5\r\nMULTI\r\n";
    private static final String NEXT_COMMAND = "\r\n*";
    private static final int INTO_COMMAND = 6;

    private final Path folder;

    public AppendOnlyLog(Path folder) {
        this.folder = folder;
    }

    /**
     * Cuts the log inside a transaction, behind its first command.
     *
     * @param part of the transactions that stay, 0 to 1
     */
    public void cutInsideTransaction(double part) throws IOException {
        Path file = file();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        long transactions = text.split("\\r\\nMULTI\\r\\n", -1).length - 1L;
        int cut = 0;
        for (long i = 0; i <= (long) (part * (transactions - 1)); i++) {
            cut = text.indexOf(TRANSACTION, cut) + TRANSACTION.length();
        }
        int second = text.indexOf(NEXT_COMMAND, cut);
        cut(file, second + INTO_COMMAND);
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    /** The file that grows: the newest increment of Redis 7, the one file of Redis 6. */
    public Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(
                            file -> file.toString().endsWith(".incr.aof") || file.endsWith("appendonly.aof"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            return all.get(all.size() - 1);
        }
    }
}
