package org.virnucpro.worker.predict;

import java.nio.file.Path;
import org.virnucpro.common.task.Shard;

/**
 * A shard to compute.
 *
 * @param shard slice of the input
 * @param input the file, on this machine
 * @param chunkSize window in bases
 * @param costMillis predicted milliseconds on a worker of weight 1
 */
public record ShardJob(Shard shard, Path input, int chunkSize, long costMillis) {}
