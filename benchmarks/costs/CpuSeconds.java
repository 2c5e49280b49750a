import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.task.Task;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.predict.ModelShardPredictor;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;

/** Computes the tasks of a plan in one thread and writes, as events, how many seconds of a processor each of them took. */
final class CpuSeconds {

    private static final RowSink NOWHERE = new RowSink() {
        @Override
        public void row(String sequenceId, float othersScore, float virusScore) {}

        @Override
        public void reject(Rejection rejection) {}
    };

    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        RunPlan plan = json.treeToValue(json.readTree(new File(arguments[0])).path("plan"), RunPlan.class);
        Path input = Path.of(arguments[1]);
        Path models = Path.of(arguments[2]);
        Classifier classifier;
        try (TensorSource weights = Checkpoints.open(models.resolve("classifier/classifier.safetensors"))) {
            classifier = Classifier.load(weights);
        }
        try (ModelShardPredictor predictor = new ModelShardPredictor(
                CpuEmbeddingEngine.open(models.resolve("dnabert"), 1),
                CpuEmbeddingEngine.open(models.resolve("esm2"), 1),
                Map.of(500, classifier::classify),
                ModelShardPredictor.DEFAULT_BATCH)) {
            System.out.println(json.writeValueAsString(event("join", 0, 0, 0)));
            for (Task task : plan.inQueueOrder()) {
                long wall = System.nanoTime();
                double before = processorSeconds();
                predictor.predict(new ShardJob(task.shard(), input, 500, task.costMillis()), NOWHERE, () -> false);
                double took = processorSeconds() - before;
                System.out.println(json.writeValueAsString(
                        event("done", task.id().index(), took, (System.nanoTime() - wall) / 1e9)));
            }
        }
    }

    /** Of all threads of the program; the compiler and the collector are not among them. */
    private static double processorSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds()).map(threads::getThreadCpuTime).sum() / 1e9;
    }

    private static Map<String, Object> event(String type, int task, double seconds, double wall) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("time", "2026-01-01T00:00:00Z");
        event.put("type", type);
        event.put("task", task);
        event.put("source", "one-thread");
        event.put("elapsed_seconds", seconds);
        event.put("wall_seconds", wall);
        return event;
    }
}
