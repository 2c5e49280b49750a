package org.virnucpro.coordinator.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.config.ConfigurationSources;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.common.task.WorkerId;

/**
 * How a local worker process is started.
 *
 * @param java the program that starts a JVM, with its options and class path, up to the main class
 * @param arguments of {@code virnucpro worker} that are the same for all workers
 * @param ofWorker more arguments, of single workers
 * @param gpus UUIDs of the only GPUs that single workers see
 * @param environment variables added to the process: secrets never stand on the command line
 */
public record WorkerCommandLine(
        List<String> java,
        List<String> arguments,
        Map<WorkerId, List<String>> ofWorker,
        Map<WorkerId, String> gpus,
        Map<String, String> environment) {

    public WorkerCommandLine(List<String> java, List<String> arguments, Map<String, String> environment) {
        this(java, arguments, Map.of(), Map.of(), environment);
    }

    public WorkerCommandLine {
        java = List.copyOf(java);
        arguments = List.copyOf(arguments);
        ofWorker = Map.copyOf(ofWorker);
        gpus = Map.copyOf(gpus);
        environment = Map.copyOf(environment);
    }

    public WorkerCommandLine(
            List<String> java,
            List<String> arguments,
            Map<WorkerId, List<String>> ofWorker,
            Map<String, String> environment) {
        this(java, arguments, ofWorker, Map.of(), environment);
    }

    /** Without the values of the environment: one is a password. */
    @Override
    public String toString() {
        return "WorkerCommandLine[java=" + java + ", arguments=" + arguments + ", ofWorker=" + ofWorker + ", gpus="
                + gpus + ", environment=" + environment.keySet() + "]";
    }

    ProcessBuilder build(WorkerId worker) {
        List<String> command = new ArrayList<>(java);
        command.add("worker");
        command.add("--name");
        command.add(worker.value());
        command.addAll(arguments);
        command.addAll(ofWorker.getOrDefault(worker, List.of()));
        String gpu = gpus.get(worker);
        if (gpu != null) {
            command.addAll(List.of("--gpu", gpu));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        if (gpu != null) {
            // CUDA reads it when it starts, and a JVM cannot set it for itself
            builder.environment().put(GpuChoice.VISIBLE, gpu);
        }
        // what its operator set for all commands is in the arguments already
        builder.environment().put(ConfigurationSources.FILE_VARIABLE, ConfigurationSources.NONE);
        builder.environment().putAll(environment);
        return builder;
    }
}
