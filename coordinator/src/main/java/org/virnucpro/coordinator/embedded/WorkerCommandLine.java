package org.virnucpro.coordinator.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.config.ConfigurationSources;
import org.virnucpro.common.task.WorkerId;

/**
 * How a local worker process is started.
 *
 * @param java the program that starts a JVM, with its options and class path, up to the main class
 * @param arguments of {@code virnucpro worker} that are the same for all workers
 * @param ofWorker more arguments, of single workers
 * @param environment variables added to the process: secrets never stand on the command line
 */
public record WorkerCommandLine(
        List<String> java,
        List<String> arguments,
        Map<WorkerId, List<String>> ofWorker,
        Map<String, String> environment) {

    public WorkerCommandLine(List<String> java, List<String> arguments, Map<String, String> environment) {
        this(java, arguments, Map.of(), environment);
    }

    public WorkerCommandLine {
        java = List.copyOf(java);
        arguments = List.copyOf(arguments);
        ofWorker = Map.copyOf(ofWorker);
        environment = Map.copyOf(environment);
    }

    /** Without the values of the environment: one is a password. */
    @Override
    public String toString() {
        return "WorkerCommandLine[java=" + java + ", arguments=" + arguments + ", ofWorker=" + ofWorker
                + ", environment=" + environment.keySet() + "]";
    }

    ProcessBuilder build(WorkerId worker) {
        List<String> command = new ArrayList<>(java);
        command.add("worker");
        command.add("--name");
        command.add(worker.value());
        command.addAll(arguments);
        command.addAll(ofWorker.getOrDefault(worker, List.of()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // what its operator set for all commands is in the arguments already
        builder.environment().put(ConfigurationSources.FILE_VARIABLE, ConfigurationSources.NONE);
        builder.environment().putAll(environment);
        return builder;
    }
}
