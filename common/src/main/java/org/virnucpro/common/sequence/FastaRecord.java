package org.virnucpro.common.sequence;

/**
 * A usable record: at least one base, all of them ASCII.
 *
 * @param id first word of the header; may be empty
 * @param bases the sequence, case kept
 * @param offset of the record's {@code >} in the uncompressed bytes
 * @param end offset of the byte after the record
 * @param line number of the header line
 */
public record FastaRecord(String id, Bases bases, long offset, long end, long line) implements FastaEntry {}
