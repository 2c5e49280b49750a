package org.virnucpro.common.task;

import java.util.UUID;

/** Names one start of a worker's process, so that what an earlier process left behind is recognised. */
public record Incarnation(String value) {

    public Incarnation {
        if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("not an incarnation: '" + value + "'");
        }
    }

    /** A name that no other process start has. */
    public static Incarnation fresh() {
        return new Incarnation(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
