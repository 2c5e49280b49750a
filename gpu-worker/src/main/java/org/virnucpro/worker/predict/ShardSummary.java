package org.virnucpro.worker.predict;

/**
 * What a shard held.
 *
 * @param records records that begin in it, also rejected ones; see {@link org.virnucpro.common.task.Shard#records}
 * @param chunks chunks cut, also those without an open frame
 */
public record ShardSummary(long records, long chunks) {}
