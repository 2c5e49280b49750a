package org.virnucpro.common.sequence;

/**
 * A record that cannot be processed; the records after it are not affected.
 *
 * @param id first word of the header; may be empty; undecodable bytes are replaced
 * @param offset of the record's {@code >}, or of the byte order mark before it, in the uncompressed bytes
 * @param end offset of the byte after the record
 * @param line number of the header line
 * @param message what is wrong, in which line, and what to do; one line of text
 */
public record RejectedRecord(String id, long offset, long end, long line, RejectionReason reason, String message)
        implements FastaEntry {}
