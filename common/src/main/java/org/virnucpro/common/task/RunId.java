package org.virnucpro.common.task;

import java.util.regex.Pattern;

/** Names one run: one submission, planned, computed and merged as a whole. */
public record RunId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a run id (letters, digits, _ . -, at most 64): '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
