package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.cost.DeviceCosts;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.merge.ResultMerger;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * The last step of a run: merges the winning parts, moves the results into place, the manifest last, and tells the broker. One
 * coordinator at a time takes it, see {@link SoleStep}. Confined to one thread.
 */
final class RunPublication {

    private static final Logger log = LoggerFactory.getLogger(RunPublication.class);

    private final RunSpec spec;
    private final RunFolders folders;
    private final ClusterRegistry registry;
    private final Function<InputFile, Path> inputs;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention of the finished run in the broker */
    RunPublication(
            RunSpec spec,
            RunFolders folders,
            ClusterRegistry registry,
            Function<InputFile, Path> inputs,
            Duration retention,
            InstantSource clock) {
        this.spec = spec;
        this.folders = folders;
        this.registry = registry;
        this.inputs = inputs;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * What is staged already, events and throughput, is published with the rest.
     *
     * @param reused tasks whose parts are of an earlier time of the run
     * @throws RunFailedException when the run has been cancelled
     */
    RunReport publish(StoredPlan stored, PollSample last, List<DeviceCosts> costs, Set<TaskId> reused, Instant started)
            throws IOException {
        RunPlan plan = stored.plan();
        SharedWorkQueues queues = registry.queues(spec.run());
        MergedResults merged = new ResultMerger(spec, plan, folders.parts(), folders.staging())
                .merge(queues.winners(), queues.deadTasks(), inputs);
        RunProof proof = RunProof.of(plan, merged, reused);
        Publisher publisher = new Publisher(folders);
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (Path file : publisher.stagedFiles()) {
            outputs.add(RunManifest.output(folders.staging(), file));
        }
        int exitCode = merged.failed() == 0 && plan.faultyInputs().isEmpty() ? ExitCodes.OK : ExitCodes.PARTIAL;
        Map<String, Long> filesDone = last.filesDone().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().value(), Map.Entry::getValue));
        throwIfCancelled(queues.state());
        List<Path> files = spec.inputs().stream().map(inputs).toList();
        List<Path> published = publisher.publish(new RunManifest(spec, stored, last.view(), merged, costs, proof)
                .build(started, clock.instant(), filesDone, files, reused, outputs, exitCode));
        List<Path> strangers = publisher.strangers(published);
        if (!strangers.isEmpty()) {
            log.warn("not of this run, but in its output folder: {}", strangers);
        }
        registry.finish(
                spec.run(),
                RunState.FINISHED,
                RunReport.answer(merged.virusRecords(), plan.work().records()) + "; results in " + spec.output(),
                retention);
        registry.nudge();
        return new RunReport(plan, last.view(), filesDone, merged, proof, published, exitCode);
    }

    static void throwIfCancelled(RunState state) {
        if (state == RunState.CANCELLED) {
            throw new RunFailedException(ExitCodes.CANCELLED, "the run was cancelled");
        }
    }
}
