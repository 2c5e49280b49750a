package org.virnucpro.worker.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Task;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.TaskException;

/** Finds the input of a task on this machine. Thread-safe. */
final class TaskInput {

    private final DataRoots roots;

    TaskInput(DataRoots roots) {
        this.roots = roots;
    }

    /**
     * The shard to compute.
     *
     * @throws TaskException when the file is not the one that was planned
     * @throws IOException when it cannot be looked at
     */
    ShardJob of(RunSpec spec, Task task) throws IOException {
        int index = task.shard().input();
        if (index >= spec.inputs().size()) {
            throw new TaskException("the plan names input " + index + ", but the run has "
                    + spec.inputs().size());
        }
        InputFile input = spec.inputs().get(index);
        Path file = roots.resolve(input.path());
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // opening a pipe would wait for its writer
            throw new TaskException(file + " is no regular file; start a new run with one");
        }
        long bytes = Files.size(file);
        if (bytes != input.bytes()) {
            throw new TaskException(file + " has " + bytes + " bytes, but had " + input.bytes()
                    + " when the run was planned; start a new run for the changed file");
        }
        return new ShardJob(task.shard(), file, spec.chunkSize(), task.costMillis());
    }
}
