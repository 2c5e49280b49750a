package org.virnucpro.common.sequence;

import java.util.regex.Pattern;

/** File names in commands that a person may copy. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+=:,@%-]+");

    private ShellWord() {}

    /** The name as one word of a shell. */
    static String of(String name) {
        return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
