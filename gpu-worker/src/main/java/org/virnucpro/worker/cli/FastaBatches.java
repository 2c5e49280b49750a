package org.virnucpro.worker.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.RejectedRecord;

/** The records of a FASTA file, a few hundred at a time. A record that cannot be used ends the command. */
final class FastaBatches implements Closeable {
    private static final int MAX_RECORDS = 256;
    private static final int MAX_LETTERS = 4_000_000;

    private final Path file;
    private final FastaReader reader;

    private FastaBatches(Path file) throws IOException {
        this.file = file;
        this.reader = FastaReader.open(file);
    }

    static FastaBatches open(Path file) throws IOException {
        return new FastaBatches(file);
    }

    /** Reads the whole file and checks every record, so that a bad one is reported before any work is done. */
    static long count(Path file) throws IOException {
        long records = 0;
        try (FastaBatches batches = open(file)) {
            while (batches.nextRecord() != null) {
                records++;
            }
        }
        return records;
    }

    /** The next records in the order of the file; empty after the last one. */
    List<FastaRecord> next() throws IOException {
        List<FastaRecord> batch = new ArrayList<>();
        long letters = 0;
        while (batch.size() < MAX_RECORDS && letters < MAX_LETTERS) {
            FastaRecord record = nextRecord();
            if (record == null) {
                break;
            }
            batch.add(record);
            letters += record.bases().length();
        }
        return batch;
    }

    private @Nullable FastaRecord nextRecord() throws IOException {
        FastaEntry entry = reader.next();
        if (entry instanceof RejectedRecord rejected) {
            throw new CommandException(
                    ExitCodes.BAD_INPUT, file + ": record '" + rejected.id() + "': " + rejected.message());
        }
        return (FastaRecord) entry;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
