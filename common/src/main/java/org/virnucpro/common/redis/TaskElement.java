package org.virnucpro.common.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * A task as one line of text, the element of the lists: {@code id attempt costMillis sequences level longestRecord home
 * payload}. The scripts read everything before the payload; the payload is the shard, {@code input start end line records
 * frames}, and for some of the chunks of one record also {@code firstChunk endChunk}. The level is kept for priorities and is
 * always 0.
 */
final class TaskElement {

    private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
    private static final Pattern FORM = Pattern.compile(String.join(
                    " ", NUMBER, NUMBER, NUMBER, NUMBER, "0", NUMBER, "(\\S+)", NUMBER, NUMBER, NUMBER, NUMBER, NUMBER,
                    NUMBER)
            + "(?: " + NUMBER + " " + NUMBER + ")?");
    private static final long MAXIMAL_SEQUENCES = 999_999_999_999L;

    private TaskElement() {}

    static String encode(Task task) {
        if (task.sequences() > MAXIMAL_SEQUENCES) {
            throw new IllegalArgumentException("task " + task.id() + " has " + task.sequences() + " sequences");
        }
        Shard shard = task.shard();
        ChunkRange chunks = shard.chunks();
        return task.id() + " " + task.attempt() + " " + task.costMillis() + " " + task.sequences() + " 0 "
                + task.longestRecord() + " " + task.home() + " " + shard.input() + " " + shard.start() + " "
                + shard.end() + " " + shard.line() + " " + shard.records() + " " + shard.frames()
                + (chunks.coversAll() ? "" : " " + chunks.first() + " " + chunks.end());
    }

    /**
     * Reads an element.
     *
     * @throws BrokerException when it is not one: it was written by something else
     */
    static Task decode(String element) {
        Matcher fields = FORM.matcher(element);
        if (!fields.matches()) {
            throw new BrokerException("Redis holds a task that this version cannot read: '" + element + "'");
        }
        try {
            Shard shard = new Shard(
                    Integer.parseInt(fields.group(7)),
                    Long.parseLong(fields.group(8)),
                    Long.parseLong(fields.group(9)),
                    Long.parseLong(fields.group(10)),
                    Long.parseLong(fields.group(11)),
                    Long.parseLong(fields.group(12)),
                    Long.parseLong(fields.group(5)),
                    chunks(fields.group(13), fields.group(14)));
            if (shard.frames() != Long.parseLong(fields.group(4))) {
                throw new IllegalArgumentException("two numbers of sequences");
            }
            return new Task(
                    new TaskId(Integer.parseInt(fields.group(1))),
                    Integer.parseInt(fields.group(2)),
                    Long.parseLong(fields.group(3)),
                    new WorkerId(fields.group(6)),
                    shard);
        } catch (IllegalArgumentException e) {
            throw new BrokerException("Redis holds a task that this version cannot read: '" + element + "'", e);
        }
    }

    private static ChunkRange chunks(@Nullable String first, @Nullable String end) {
        return first == null || end == null
                ? ChunkRange.ALL
                : new ChunkRange(Integer.parseInt(first), Integer.parseInt(end));
    }
}
