package org.virnucpro.common.task;

/**
 * Grows with every take of a task, so that a late completion by an earlier holder is recognised and refused. It is
 * max(previous + 1, server time in microseconds): unique per task even when the broker loses its last second.
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

    public FencingToken {
        if (value <= 0) {
            throw new IllegalArgumentException("not a fencing token: " + value);
        }
    }

    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
