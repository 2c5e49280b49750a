package org.virnucpro.common.part;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;

/** The file name of a part, {@code <task>.<token>}: late results of an earlier take never meet the valid one. */
public record PartName(TaskId task, FencingToken token) {

    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,8})\\.([1-9][0-9]{0,17})");

    /** The name in {@code fileName}; empty for any other file, also for one that is still being written. */
    public static Optional<PartName> parse(String fileName) {
        Matcher matcher = FORM.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new PartName(
                new TaskId(Integer.parseInt(matcher.group(1))), new FencingToken(Long.parseLong(matcher.group(2)))));
    }

    @Override
    public String toString() {
        return task + "." + token;
    }
}
