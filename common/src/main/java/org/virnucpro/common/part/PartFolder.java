package org.virnucpro.common.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.RunId;

/** The folder of the parts of one run. The coordinator makes it before the first task is given out. */
public record PartFolder(Path path) {

    private static final String INSIDE_OUTPUT = ".virnucpro-%s/parts";

    /** The folder of a run below its output folder. */
    public static PartFolder below(Path output, RunId run) {
        return new PartFolder(output.resolve(INSIDE_OUTPUT.formatted(run)));
    }

    /** The same without resolving the data root. */
    public static DataPath below(DataPath output, RunId run) {
        String prefix = output.relative().isEmpty() ? "" : output.relative() + "/";
        return new DataPath(output.root(), prefix + INSIDE_OUTPUT.formatted(run));
    }

    public Path file(PartName name) {
        return path.resolve(name.toString());
    }

    /** Where the embeddings of the same take are, in runs that keep them. */
    public Path embeddings(PartName name) {
        return embeddings(file(name));
    }

    /** Removes a part and what belongs to it. */
    public static void delete(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(embeddings(part));
    }

    private static Path embeddings(Path part) {
        return part.resolveSibling(part.getFileName() + ".embeddings");
    }

    /** Where a part grows until it is whole. */
    Path unfinished(PartName name) {
        return path.resolve(name + ".tmp");
    }
}
