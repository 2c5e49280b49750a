package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Builds the content of run.json. */
final class RunManifest {

    private final RunSpec spec;
    private final RunPlan plan;
    private final QueueView view;

    RunManifest(RunSpec spec, RunPlan plan, QueueView view) {
        this.spec = spec;
        this.plan = plan;
        this.view = view;
    }

    Map<String, Object> build(
            Instant started,
            Instant ended,
            Map<String, Long> filesDone,
            long failed,
            List<Map<String, Object>> outputs,
            int exitCode) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", 1);
        manifest.put("tool", Map.of("name", "virnucpro", "version", version()));
        manifest.put("run", spec.run().value());
        manifest.put("started", started.toString());
        manifest.put("ended", ended.toString());
        manifest.put("chunk_size", spec.chunkSize());
        manifest.put("engine", spec.engine());
        manifest.put("models_sha256", spec.models());
        manifest.put("work_stealing", spec.stealing().enabled());
        manifest.put("inputs", inputs());
        Map<String, Object> counts = new LinkedHashMap<>();
        Work work = plan.work();
        counts.put("records", work.records());
        counts.put("records_failed", failed);
        counts.put("chunks", work.chunks());
        counts.put("frames", work.frames());
        counts.put("tasks", plan.tasks().size());
        counts.put("tasks_done", view.counts().done());
        counts.put("tasks_dead", view.counts().dead());
        counts.put("requeues", view.counts().requeues());
        counts.put("steals", view.counts().steals());
        manifest.put("counts", counts);
        manifest.put("workers", workers(filesDone));
        manifest.put("outputs", outputs);
        manifest.put("exit_code", exitCode);
        return manifest;
    }

    /** Path below the output folder, size and digest of a staged file. */
    static Map<String, Object> output(Path staging, Path file) throws IOException {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("path", staging.relativize(file).toString());
        output.put("bytes", Files.size(file));
        output.put("sha256", sha256(file));
        return output;
    }

    private List<Map<String, Object>> inputs() {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int index = 0; index < spec.inputs().size(); index++) {
            PlannedInput planned = plan.inputs().get(index);
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("path", spec.inputs().get(index).path().toString());
            input.put("stem", planned.stem());
            input.put("bytes", spec.inputs().get(index).bytes());
            input.put("records", planned.work().records());
            input.put("records_rejected", planned.rejected().size());
            input.put("bases", planned.work().bases());
            input.put("frames", planned.work().frames());
            input.put("tasks", planned.tasks());
            inputs.add(input);
        }
        return inputs;
    }

    private List<Map<String, Object>> workers(Map<String, Long> filesDone) {
        List<Map<String, Object>> workers = new ArrayList<>();
        for (QueueView.Queue queue : view.queues()) {
            Map<String, Object> worker = new LinkedHashMap<>();
            worker.put("worker", queue.worker().value());
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

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var in = Files.newInputStream(file)) {
                byte[] block = new byte[1 << 16];
                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                    digest.update(block, 0, n);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
