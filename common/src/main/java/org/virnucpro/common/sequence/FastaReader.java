package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Streams the records of a FASTA file, or of a byte range of it, by the rules of Biopython 1.80's {@code
 * SeqIO.parse(file, "fasta")}: a header is a line that starts with {@code >}; lines are stripped of trailing Unicode
 * whitespace, blanks are removed, other characters are kept; text before the first header is skipped.
 *
 * <p>Where Biopython would stop the whole run, only the record is rejected; so is a first record behind a byte order
 * mark, which Biopython skips. Holds one record at a time. Not thread-safe.
 */
public final class FastaReader implements Closeable {
    /** A header behind a byte order mark, which is no header to VirNucPro. */
    private static final byte[] MARKED_HEADER = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '>'};

    private final InputStream in;
    private final String name;
    private final LineReader lines;
    private final long end;
    private final RecordLimits limits;
    private final GrowableBytes header;
    private final GrowableBytes sequence;

    FastaReader(InputStream in, String name, long offset, ByteRange range, RecordLimits limits) {
        this.in = in;
        this.name = name;
        this.lines = new LineReader(in, offset, range.firstLine() - (range.start() - offset));
        this.end = range.end();
        this.limits = limits;
        this.header = new GrowableBytes(limits.header());
        this.sequence = new GrowableBytes(Math.min(limits.sequence(), limits.memory()));
    }

    /** Reads a whole file, plain or compressed. */
    public static FastaReader open(Path file) throws IOException {
        return open(file, ByteRange.ALL);
    }

    /**
     * Reads the records whose headers start inside a range, the last one to its end even beyond the range. A plain file
     * is sought, a compressed one is unpacked from its start.
     *
     * @throws java.nio.file.NoSuchFileException when the file does not exist
     * @throws FastaException when the file is of another kind, such as FASTQ, or damaged
     */
    public static FastaReader open(Path file, ByteRange range) throws IOException {
        // From the byte before the range on: whether it ends a line decides whether the range starts with a line.
        long offset = Math.max(0, range.start() - 1);
        FastaReader reader = new FastaReader(
                FastaBytes.open(file, offset), file.toString(), offset, range, RecordLimits.ofThisProcess());
        if (offset < range.start()) {
            reader.lines.skipLine();
        }
        return reader;
    }

    /** Reads a stream, plain or compressed, to its end; {@code name} is used in messages. */
    public static FastaReader of(InputStream in, String name) throws IOException {
        return new FastaReader(FastaBytes.of(in, name), name, 0, ByteRange.ALL, RecordLimits.ofThisProcess());
    }

    /**
     * The next record, or null after the last one.
     *
     * @throws FastaException when what follows is damaged, or is a record for which this process has too little memory
     */
    public @Nullable FastaEntry next() throws IOException {
        if (lines.offset() == 0 && end > 0 && lines.startsWith(MARKED_HEADER)) {
            return readRecord(MARKED_HEADER.length);
        }
        int first = lines.peek();
        while (first >= 0 && first != '>' && lines.offset() < end) {
            lines.skipLine();
            first = lines.peek();
        }
        return first == '>' && lines.offset() < end ? readRecord(1) : null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private FastaEntry readRecord(int titleStart) throws IOException {
        long offset = lines.offset();
        long line = lines.number();
        header.clear();
        sequence.clear();
        boolean ascii = (lines.appendLine(header) & LineReader.NON_ASCII) == 0;
        RejectionReason problem = headerProblem(titleStart, ascii);
        long problemLine = line;
        String id = PythonText.firstWord(title(titleStart, ascii));
        int first = lines.peek();
        while (first >= 0 && first != '>') {
            if (problem == null) {
                problemLine = lines.number();
                problem = appendSequenceLine();
            } else {
                lines.skipLine();
            }
            first = lines.peek();
        }
        if (problem == null && sequence.length() == 0) {
            problem = RejectionReason.EMPTY_RECORD;
            problemLine = line;
        }
        return problem == null
                ? new FastaRecord(id, sequence.takeBases(), offset, lines.offset(), line)
                : new RejectedRecord(id, offset, lines.offset(), line, problem, message(problem, problemLine));
    }

    private @Nullable RejectionReason headerProblem(int titleStart, boolean ascii) {
        if (header.overflowed()) {
            return RejectionReason.HEADER_TOO_LONG;
        }
        if (titleStart == MARKED_HEADER.length) {
            return RejectionReason.BYTE_ORDER_MARK;
        }
        return ascii || PythonText.isUtf8(header.array(), 0, header.length()) ? null : RejectionReason.INVALID_UTF8;
    }

    private String title(int titleStart, boolean ascii) {
        if (header.overflowed()) {
            return "";
        }
        return new String(
                header.array(),
                titleStart,
                header.length() - titleStart,
                ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private @Nullable RejectionReason appendSequenceLine() throws IOException {
        int start = sequence.length();
        int classes = lines.appendLine(sequence);
        if (sequence.overflowed() && limits.memory() < limits.sequence()) {
            throw limits.tooLarge(name, lines.number() - 1);
        }
        if (sequence.overflowed()) {
            return RejectionReason.RECORD_TOO_LONG;
        }
        return classes == 0 ? null : cleanLine(start, (classes & LineReader.NON_ASCII) != 0);
    }

    /** Strips the line that starts at {@code start} of the sequence, and removes its blanks. */
    private @Nullable RejectionReason cleanLine(int start, boolean nonAscii) {
        byte[] bytes = sequence.array();
        if (nonAscii && !PythonText.isUtf8(bytes, start, sequence.length())) {
            return RejectionReason.INVALID_UTF8;
        }
        int lineEnd = PythonText.strippedEnd(bytes, start, sequence.length());
        int kept = start;
        for (int i = start; i < lineEnd; i++) {
            if (bytes[i] < 0) {
                return RejectionReason.NON_ASCII_BASE;
            }
            if (bytes[i] != ' ') {
                bytes[kept++] = bytes[i];
            }
        }
        sequence.truncate(kept);
        return null;
    }

    private String message(RejectionReason problem, long line) {
        return "line " + line + ": "
                + switch (problem) {
                    case EMPTY_RECORD -> "the record has a header but no bases; add its sequence or remove it";
                    case NON_ASCII_BASE -> "the sequence holds a character that is not ASCII; remove or replace it";
                    case INVALID_UTF8 -> "the bytes are not UTF-8 text; save the file as UTF-8";
                    case BYTE_ORDER_MARK ->
                        "a byte order mark stands before the >, which hides the record from VirNucPro; remove the mark"
                                + " (unpack a compressed file first): sed '1s/^\\xEF\\xBB\\xBF//' FILE > NEW_FILE";
                    case HEADER_TOO_LONG ->
                        "the header is longer than " + limits.header()
                                + " bytes; shorten it, or did the line end get lost?";
                    case RECORD_TOO_LONG ->
                        "the record is longer than " + limits.sequence() + " bytes; cut it into several records";
                };
    }
}
