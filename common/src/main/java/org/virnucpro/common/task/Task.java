package org.virnucpro.common.task;

/**
 * The unit of take, steal and retry.
 *
 * @param id its place in the plan
 * @param attempt which execution this is, from 1; a clean hand-back does not count
 * @param costMillis predicted milliseconds on a worker of weight 1
 * @param home the worker whose queue the plan put it in
 * @param shard what to compute
 */
public record Task(TaskId id, int attempt, long costMillis, WorkerId home, Shard shard) {

    /** The broker keeps a cost in at most this many digits. */
    public static final long MAXIMAL_COST_MILLIS = 999_999_999_999L;

    public Task {
        if (attempt < 1 || attempt > 999) {
            throw new IllegalArgumentException("attempt " + attempt + " of task " + id);
        }
        if (costMillis < 0 || costMillis > MAXIMAL_COST_MILLIS) {
            throw new IllegalArgumentException("cost " + costMillis + " ms of task " + id);
        }
    }

    /** What throughput counts: open frames, each one sequence for either model. */
    public long sequences() {
        return shard.frames();
    }

    /** Bases of the longest record: a worker that cannot hold so many never gets the task. */
    public long longestRecord() {
        return shard.longestRecord();
    }
}
