package org.virnucpro.common.task;

/**
 * Names one task within its run: 0 to n-1 in the order of the plan, so that the state of a run fits in arrays.
 *
 * @param index position in the plan
 */
public record TaskId(int index) implements Comparable<TaskId> {

    public TaskId {
        if (index < 0) {
            throw new IllegalArgumentException("negative task id: " + index);
        }
    }

    @Override
    public int compareTo(TaskId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return Integer.toString(index);
    }
}
