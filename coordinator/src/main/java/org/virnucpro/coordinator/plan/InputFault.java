package org.virnucpro.coordinator.plan;

/**
 * Why a whole input has no results, while the other inputs of the run have theirs.
 *
 * @param reason for the column of that name in failed.tsv
 * @param message names the file and the way out; one line of text
 */
public record InputFault(String reason, String message) {
    /** The content is damaged, or is no FASTA. */
    public static final String BAD_INPUT = "bad_input";
    /** The file cannot be read. */
    public static final String UNREADABLE_INPUT = "unreadable_input";
}
