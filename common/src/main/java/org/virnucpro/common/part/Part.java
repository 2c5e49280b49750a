package org.virnucpro.common.part;

/** What frames the rows of a part. */
public record Part(PartHeader header, PartFooter footer) {}
