package org.virnucpro.common.part;

/**
 * A record of the input that gives no rows because it is unusable; it does not fail its task.
 *
 * @param sequenceName the record's id, may be empty
 * @param reason a short word for programs
 * @param message for people, with the line number
 */
public record Rejection(String sequenceName, String reason, String message) {}
