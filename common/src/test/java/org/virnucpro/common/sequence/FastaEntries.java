package org.virnucpro.common.sequence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads all entries of small inputs. */
final class FastaEntries {

    private FastaEntries() {}

    static List<FastaEntry> of(Path file) throws IOException {
        return of(file, ByteRange.ALL);
    }

    static List<FastaEntry> of(Path file, ByteRange range) throws IOException {
        try (FastaReader reader = FastaReader.open(file, range)) {
            return drain(reader);
        }
    }

    static List<FastaEntry> of(byte[] content) throws IOException {
        try (FastaReader reader = FastaReader.of(new ByteArrayInputStream(content), "test.fa")) {
            return drain(reader);
        }
    }

    static List<FastaEntry> of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<FastaRecord> usable(List<FastaEntry> entries) {
        return entries.stream()
                .filter(FastaRecord.class::isInstance)
                .map(FastaRecord.class::cast)
                .toList();
    }

    static List<RejectedRecord> rejected(List<FastaEntry> entries) {
        return entries.stream()
                .filter(RejectedRecord.class::isInstance)
                .map(RejectedRecord.class::cast)
                .toList();
    }

    static List<FastaEntry> drain(FastaReader reader) throws IOException {
        List<FastaEntry> entries = new ArrayList<>();
        for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }
}
