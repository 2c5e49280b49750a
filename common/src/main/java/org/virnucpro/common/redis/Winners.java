package org.virnucpro.common.redis;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;

/** Reads the bytes behind the bit fields of states (u8 per task) and tokens (i64 per task, big-endian). */
final class Winners {

    private Winners() {}

    /** The tokens of the tasks that are done, in the order of the tasks. */
    static Map<TaskId, FencingToken> of(byte[] states, byte[] tokens) {
        ByteBuffer numbers = ByteBuffer.wrap(tokens);
        Map<TaskId, FencingToken> winners = new LinkedHashMap<>();
        for (int task = 0; task < states.length; task++) {
            if (states[task] == TaskState.DONE.code()) {
                winners.put(new TaskId(task), new FencingToken(numbers.getLong(task * Long.BYTES)));
            }
        }
        return winners;
    }
}
