package org.virnucpro.common.sequence;

/** One record of a FASTA file: usable, or rejected with a reason. */
public sealed interface FastaEntry permits FastaRecord, RejectedRecord {

    /** First word of the header; may be empty. */
    String id();

    /** Offset of the record's {@code >}, or of the byte order mark before it, in the uncompressed bytes. */
    long offset();

    /** Offset of the byte after the record: the next header, or the end of the file. */
    long end();

    /** Number of the header line, from 1 at the start of the file. */
    long line();
}
