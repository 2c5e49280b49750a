package org.virnucpro.common.sequence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.regex.Pattern;
import org.virnucpro.common.compression.Compression;

/**
 * Tells from the first bytes of a file that it is no FASTA file but one of another kind, from which the rules of FASTA would
 * make nonsense: a header somewhere in the qualities of FASTQ, records of an archive. Text that is of no known kind is left
 * to the reader. Not thread-safe.
 */
final class ForeignContent {
    /** So many bytes are looked at; long enough for most FASTQ records. */
    static final int LOOK_AT_BYTES = 1 << 16;

    private static final Pattern BASES = Pattern.compile("[A-Za-z.*-]+");
    private static final Pattern SAM = Pattern.compile("@(HD|SQ|RG|PG|CO)\t(?s:.*)");
    private static final int TAR_MAGIC = 257;
    private static final String FASTQ_TO_FASTA = "awk 'NR % 4 == 1 { print \">\" substr($0, 2) } NR % 4 == 2'";

    /** @param start first bytes of a file of this kind */
    private record Kind(String start, String name, String wayOut) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("PK\3\4", "a zip archive", "unpack it with unzip"),
            new Kind("\u001f\u009d", "a file of compress", "unpack it with gzip -dc"),
            new Kind("\u0004\"M\u0018", "an lz4 file", "unpack it with lz4 -dc"),
            new Kind("7z\u00bc\u00af'\u001c", "a 7z archive", "unpack it with 7z x"),
            new Kind("BAM\1", "a BAM file", "convert it with samtools fasta"),
            new Kind("CRAM", "a CRAM file", "convert it with samtools fasta"),
            new Kind("\u00ff\u00fe", "text in UTF-16", "convert it with iconv -f UTF-16 -t UTF-8"),
            new Kind("\u00fe\u00ff", "text in UTF-16", "convert it with iconv -f UTF-16 -t UTF-8"));

    private final String content;
    private final byte[] bytes;
    private final String name;
    private final Compression compression;

    /**
     * @param bytes the first uncompressed bytes, fewer than {@link #LOOK_AT_BYTES} only when there are no more
     * @param name of the file
     */
    ForeignContent(byte[] bytes, String name, Compression compression) {
        this.bytes = bytes;
        this.content = new String(bytes, ISO_8859_1);
        this.name = name;
        this.compression = compression;
    }

    /** @throws FastaException when the file is of another kind; says which, and how to make FASTA of it */
    void refuse() throws FastaException {
        if (content.startsWith(">")) {
            return;
        }
        if (Compression.of(bytes) != Compression.NONE) {
            String twice = Compression.of(bytes).tool();
            throw refused(
                    "is compressed twice, inside with " + twice, "unpack it once with " + compression.tool() + " -dc");
        }
        for (Kind kind : KINDS) {
            if (content.startsWith(kind.start)) {
                throw refused("is " + kind.name, kind.wayOut);
            }
        }
        if (content.startsWith("ustar", TAR_MAGIC)) {
            throw refused("is a tar archive", "unpack it with tar -xf, and name the FASTA files in it");
        }
        refuseReads();
        refuseBinary();
    }

    private void refuseReads() throws FastaException {
        String[] lines = content.stripLeading().split("\r\n|\n|\r", 4);
        if (SAM.matcher(lines[0]).matches()) {
            throw refused("is a SAM file", "convert it with samtools fasta");
        }
        boolean whole = bytes.length < LOOK_AT_BYTES;
        boolean fastq = lines[0].startsWith("@")
                && (lines.length > 2 ? lines[2].startsWith("+") : !whole && lines.length == 2 && isSequence(lines[1]));
        if (fastq) {
            String source = compression == Compression.NONE
                    ? FASTQ_TO_FASTA + " " + ShellWord.of(name)
                    : compression.unpackCommand() + " " + ShellWord.of(name) + " | " + FASTQ_TO_FASTA;
            throw refused(
                    "holds FASTQ, not FASTA (its first line begins with '@', its third with '+')",
                    "convert it with " + source + " > " + ShellWord.of(InputStem.of(name) + ".fa"));
        }
    }

    private static boolean isSequence(String line) {
        return BASES.matcher(line).matches();
    }

    /** A zero byte in front of the first header. */
    private void refuseBinary() throws FastaException {
        int zero = content.indexOf(0);
        boolean headerBefore = zero >= 0
                && Pattern.compile("[\r\n]>").matcher(content).region(0, zero).find();
        if (zero >= 0 && !headerBefore && !content.startsWith("\u00ef\u00bb\u00bf>")) {
            throw refused(
                    "is a binary file, not FASTA text (byte " + zero
                            + " is zero, before any line that begins with '>')",
                    "name the FASTA file that it was made from");
        }
    }

    private FastaException refused(String what, String wayOut) {
        return new FastaException(name + " " + what + ": " + wayOut);
    }
}
