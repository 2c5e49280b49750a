package org.virnucpro.coordinator.plan;

/**
 * One line of failed.tsv.
 *
 * @param input name of the input file
 * @param sequenceName id of the record
 * @param reason short code
 * @param message what is wrong, with the line number
 */
public record FailedRecord(String input, String sequenceName, String reason, String message) {}
