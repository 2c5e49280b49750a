package org.virnucpro.common.sequence;

/**
 * A window of a record.
 *
 * @param id {@code <record id>_chunk_<number from 1>}
 */
public record Chunk(String id, Bases bases) {}
