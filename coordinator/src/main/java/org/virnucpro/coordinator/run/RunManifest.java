package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.cost.DeviceCosts;
import org.virnucpro.coordinator.merge.MergedPart;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.plan.InputFault;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Builds the content of run.json. */
final class RunManifest {

    private final RunSpec spec;
    private final RunPlan plan;
    private final QueueView view;
    private final MergedResults merged;
    private final List<DeviceCosts> costs;
    private final RunTerms terms;
    private final RunProof proof;

    RunManifest(
            RunSpec spec,
            StoredPlan stored,
            QueueView view,
            MergedResults merged,
            List<DeviceCosts> costs,
            RunProof proof) {
        this.spec = spec;
        this.plan = stored.plan();
        this.terms = stored.terms();
        this.proof = proof;
        this.view = view;
        this.merged = merged;
        this.costs = List.copyOf(costs);
    }

    Map<String, Object> build(
            Instant started,
            Instant ended,
            Map<String, Long> filesDone,
            List<Path> inputFiles,
            Set<TaskId> reused,
            List<Map<String, Object>> outputs,
            int exitCode) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", 1);
        manifest.put(
                "tool",
                Map.of(
                        "name",
                        "virnucpro",
                        "version",
                        version(),
                        "java",
                        Runtime.version().toString()));
        manifest.put("run", spec.run().value());
        manifest.put("started", started.toString());
        manifest.put("ended", ended.toString());
        manifest.put("chunk_size", spec.chunkSize());
        manifest.put("engine", spec.engine());
        manifest.put("models_sha256", spec.models());
        manifest.put("models", new TreeMap<>(spec.results().modelDigests()));
        manifest.put(
                "devices",
                merged.devices().values().stream().distinct().sorted().toList());
        manifest.put("compat", spec.results().tables().word());
        manifest.put("embeddings", spec.results().embeddings().word());
        manifest.put("work_stealing", spec.stealing().enabled());
        manifest.put("inputs", inputs(inputFiles));
        Map<String, Object> counts = new LinkedHashMap<>();
        Work work = plan.work();
        counts.put("records", work.records());
        counts.put("records_failed", merged.failed());
        counts.put("records_without_open_frame", merged.recordsWithoutFrame());
        counts.put("records_virus", merged.virusRecords());
        counts.put("chunks", work.chunks());
        counts.put("frames", work.frames());
        counts.put("tasks", plan.tasks().size());
        counts.put("tasks_done", view.counts().done());
        counts.put("tasks_dead", view.counts().dead());
        counts.put("requeues", view.counts().requeues());
        counts.put("steals", view.counts().steals());
        manifest.put("counts", counts);
        manifest.put("proof", proof.describe());
        manifest.put("parts", parts(reused));
        manifest.put("workers", workers(filesDone));
        manifest.put("costs", costs.stream().map(DeviceCosts::describe).toList());
        manifest.put("outputs", outputs);
        manifest.put("exit_code", exitCode);
        return manifest;
    }

    /** Path below the output folder, size and digest of a staged file. */
    static Map<String, Object> output(Path staging, Path file) throws IOException {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("path", staging.relativize(file).toString());
        output.put("bytes", Files.size(file));
        output.put("sha256", InputDigests.of(file));
        return output;
    }

    private List<Map<String, Object>> parts(Set<TaskId> reused) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (MergedPart merged : merged.parts()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("task", merged.task().index());
            part.put("token", merged.token().value());
            part.put("worker", merged.worker());
            part.put("device", merged.device());
            part.put("rows", merged.rows());
            part.put("sha256", merged.sha256());
            part.put("reused", reused.contains(merged.task()));
            parts.add(part);
        }
        return parts;
    }

    private List<Map<String, Object>> inputs(List<Path> files) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int index = 0; index < spec.inputs().size(); index++) {
            PlannedInput planned = plan.inputs().get(index);
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("path", spec.inputs().get(index).path().toString());
            input.put("file", files.get(index).toAbsolutePath().toString());
            input.put("stem", planned.stem());
            input.put("bytes", spec.inputs().get(index).bytes());
            input.put("sha256", terms.inputs().get(index).sha256());
            input.put("records", planned.work().records());
            input.put("records_rejected", planned.rejected());
            input.put("bases", planned.work().bases());
            input.put("frames", planned.work().frames());
            input.put("tasks", planned.tasks());
            InputFault fault = planned.fault();
            if (fault != null) {
                input.put("fault", fault.message());
            }
            inputs.add(input);
        }
        return inputs;
    }

    private List<Map<String, Object>> workers(Map<String, Long> filesDone) {
        List<Map<String, Object>> workers = new ArrayList<>();
        for (QueueView.Queue queue : view.queues()) {
            Map<String, Object> worker = new LinkedHashMap<>();
            worker.put("worker", queue.worker().value());
            worker.put("device", merged.devices().getOrDefault(queue.worker().value(), ""));
            worker.put("tasks_done", queue.done().tasks());
            worker.put("files_done", filesDone.getOrDefault(queue.worker().value(), 0L));
            worker.put("sequences_done", queue.done().sequences());
            worker.put("tasks_stolen", queue.done().stolen());
            workers.add(worker);
        }
        return workers;
    }

    private static String version() {
        String version = RunManifest.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
