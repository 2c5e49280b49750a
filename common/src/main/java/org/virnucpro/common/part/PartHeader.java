package org.virnucpro.common.part;

import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * The first line of a part: what it is the result of, and who computed it.
 *
 * @param run which run
 * @param task which task of it
 * @param token which take of the task
 * @param worker who computed it
 * @param incarnation which start of that worker
 * @param engine kind of engine
 * @param device class of the device, in words: rows of one class are equal to the bit
 * @param models digest of the models; empty for {@code synthetic}
 * @param shard what was computed
 */
public record PartHeader(
        RunId run,
        TaskId task,
        FencingToken token,
        WorkerId worker,
        Incarnation incarnation,
        String engine,
        String device,
        String models,
        Shard shard) {

    /** Version of the layout of a part. */
    public static final int LAYOUT = 2;

    public PartName name() {
        return new PartName(task, token);
    }
}
