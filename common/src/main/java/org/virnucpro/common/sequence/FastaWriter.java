package org.virnucpro.common.sequence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes FASTA as VirNucPro does: LF line ends, the id alone as header. Flushing is the stream's matter. Not thread-safe. */
final class FastaWriter {
    /** Line length of Biopython's writer, which makes the chunked file. */
    static final int COLUMNS = 60;

    private final OutputStream out;

    FastaWriter(OutputStream out) {
        this.out = out;
    }

    void writeWrapped(String id, Bases bases) throws IOException {
        writeHeader(id);
        for (int start = 0; start < bases.length(); start += COLUMNS) {
            bases.writeTo(out, start, Math.min(start + COLUMNS, bases.length()));
            out.write('\n');
        }
    }

    void writeLine(String id, String sequence) throws IOException {
        writeHeader(id);
        out.write(sequence.getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }

    private void writeHeader(String id) throws IOException {
        out.write('>');
        out.write(id.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
