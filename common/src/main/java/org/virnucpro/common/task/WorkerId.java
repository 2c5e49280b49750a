package org.virnucpro.common.task;

import java.util.regex.Pattern;

/**
 * Names one worker for good: host and GPU UUID (or CPU slot), never an index or an address. What changes at each start of
 * its process is the {@link Incarnation}.
 */
public record WorkerId(String value) implements Comparable<WorkerId> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    public WorkerId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a worker id (letters, digits, _ . : -, at most 128): '" + value + "'");
        }
    }

    @Override
    public int compareTo(WorkerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
