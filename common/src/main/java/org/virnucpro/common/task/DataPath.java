package org.virnucpro.common.task;

/**
 * A file or folder named without saying where a host keeps it: the name of a data root, and a path below it. Every
 * process maps roots to its own folders ({@code --data-root NAME=DIR}), so containers and hosts with other mount points can
 * work on one run.
 *
 * @param root name of the data root
 * @param relative path below it with forward slashes; empty for the root itself
 */
public record DataPath(String root, String relative) {

    public DataPath {
        if (root.isEmpty() || root.contains(":") || relative.startsWith("/")) {
            throw new IllegalArgumentException("not a data path: '" + root + ":" + relative + "'");
        }
    }

    @Override
    public String toString() {
        return root + ":" + relative;
    }
}
