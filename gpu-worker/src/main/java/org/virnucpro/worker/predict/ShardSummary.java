package org.virnucpro.worker.predict;

/**
 * What a shard held.
 *
 * @param records records read, also rejected ones
 * @param chunks chunks cut, also those without an open frame
 */
public record ShardSummary(long records, long chunks) {}
