package org.virnucpro.coordinator.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.task.WorkerId;

/**
 * How a local worker process is started.
 *
 * @param java the program that starts a JVM, with its options and class path, up to the main class
 * @param arguments of {@code virnucpro worker} that are the same for all workers
 * @param environment variables added to the process: secrets never stand on the command line
 */
public record WorkerCommandLine(List<String> java, List<String> arguments, Map<String, String> environment) {

    public WorkerCommandLine {
        java = List.copyOf(java);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    ProcessBuilder build(WorkerId worker) {
        List<String> command = new ArrayList<>(java);
        command.add("worker");
        command.add("--name");
        command.add(worker.value());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }
}
