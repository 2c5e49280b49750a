package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.file.Folders;

/**
 * Spreads FASTA over {@code output_1.fa}, {@code output_2.fa}, ... of a folder as VirNucPro does: single-line records, a
 * new file at every n-th header, no file without a record. A file appears when it is complete; without a {@link #commit}
 * all of them go again. Holds one file open. Not thread-safe.
 */
final class SplitFastaWriter implements Closeable {
    private static final Pattern OUTPUT_NAME = Pattern.compile("output_[0-9]+\\.fa");

    private final Path folder;
    private final int headersPerFile;
    private @Nullable AtomicFile file;
    private long fileCount;
    private int headersInFile;
    private boolean committed;

    private SplitFastaWriter(Path folder, int headersPerFile) {
        this.folder = folder;
        this.headersPerFile = headersPerFile;
    }

    /** Creates the folder where it does not exist, and removes the files of an earlier run from it. */
    static SplitFastaWriter create(Path folder, int headersPerFile) throws IOException {
        if (headersPerFile < 1) {
            throw new IllegalArgumentException(headersPerFile + " headers per file");
        }
        Folders.create(folder);
        for (Path earlier : outputs(folder)) {
            Files.delete(earlier);
        }
        return new SplitFastaWriter(folder, headersPerFile);
    }

    void write(String id, String sequence) throws IOException {
        writeLine(">" + id);
        // VirNucPro splits lines, not records: a sequence that starts with > counts as a header too.
        writeLine(sequence);
    }

    void commit() throws IOException {
        if (file != null) {
            file.commit();
        }
        committed = true;
    }

    /** Removes the files of this run unless they were committed. */
    @Override
    public void close() throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            if (!committed) {
                for (long number = 1; number <= fileCount; number++) {
                    Files.deleteIfExists(output(number));
                }
            }
        }
    }

    private void writeLine(String line) throws IOException {
        boolean header = line.startsWith(">");
        AtomicFile current = file;
        if (current == null || (header && headersInFile == headersPerFile)) {
            current = startFile();
        }
        if (header) {
            headersInFile++;
        }
        current.stream().write(line.getBytes(StandardCharsets.UTF_8));
        current.stream().write('\n');
    }

    private AtomicFile startFile() throws IOException {
        if (file != null) {
            file.commit();
        }
        AtomicFile started = AtomicFile.create(output(fileCount + 1));
        file = started;
        fileCount++;
        headersInFile = 0;
        return started;
    }

    private Path output(long number) {
        return folder.resolve("output_" + number + ".fa");
    }

    private static List<Path> outputs(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> OUTPUT_NAME
                            .matcher(String.valueOf(child.getFileName()))
                            .matches())
                    .toList();
        }
    }
}
