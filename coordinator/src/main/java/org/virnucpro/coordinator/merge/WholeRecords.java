package org.virnucpro.coordinator.merge;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;

/** Groups the tasks of an input so that no record is in two groups: the pieces of a long record are one group. */
final class WholeRecords {

    private WholeRecords() {}

    /** Groups of consecutive tasks, in order. */
    static List<List<Task>> of(List<Task> tasks) {
        List<List<Task>> groups = new ArrayList<>();
        for (int start = 0; start < tasks.size(); ) {
            int end = start + 1;
            while (end < tasks.size()
                    && continues(tasks.get(end - 1).shard(), tasks.get(end).shard())) {
                end++;
            }
            groups.add(tasks.subList(start, end));
            start = end;
        }
        return groups;
    }

    private static boolean continues(Shard before, Shard shard) {
        return !before.chunks().coversAll()
                && before.start() == shard.start()
                && before.chunks().end() == shard.chunks().first();
    }
}
