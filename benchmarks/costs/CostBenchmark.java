import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Goes through a recorded run again, with the classes of the program: what was predicted for each task before it was done? */
final class CostBenchmark {

    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        RunPlan plan = json.treeToValue(json.readTree(new File(arguments[0])).path("plan"), RunPlan.class);
        RunSpec spec = new RunSpec(
                new RunId("recorded"), List.of(), new DataPath("out", ""), 500, "cpu", "recorded", StealSettings.ON);
        RunCosts costs = new RunCosts(spec, Optional.empty(), worker -> Optional.of("recorded"));
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            JsonNode event = json.readTree(line);
            String type = event.path("type").asText();
            if (!type.equals("done") && !type.equals("join")) {
                continue;
            }
            int task = event.path("task").asInt(0);
            double seconds = event.path("elapsed_seconds").asDouble();
            if (type.equals("done")) {
                WorkerId worker = new WorkerId(event.path("source").asText());
                Work work = plan.taskWork().get(task);
                tasks.add(row(task, worker, work, seconds, costs.predictedSeconds(worker, work)));
            }
            costs.learn(
                    List.of(new QueueEvent(
                            "", Instant.parse(event.path("time").asText()), QueueEvent.Type.valueOf(type.toUpperCase(Locale.ROOT)),
                            type.equals("done") ? Optional.of(new TaskId(task)) : Optional.empty(),
                            event.path("source").asText(), "", "", 0, Math.round(seconds * 1000))),
                    plan);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tasks", tasks.size());
        costs.learned().forEach(device -> {
            result.put("tested", device.tested());
            result.put("p90_error", round(device.p90Error().orElse(Double.NaN)));
        });
        result.put("p90_error_of_published_costs_at_the_right_scale", round(published(tasks)));
        result.put("rows", tasks);
        System.out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(result));
    }

    private static Map<String, Object> row(
            int task, WorkerId worker, Work work, double seconds, Optional<Double> predicted) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("task", task);
        row.put("worker", worker.value());
        row.put("frames", work.frames());
        row.put("residues", work.residues());
        row.put("residue_squares", work.residueSquares());
        row.put("frame_bases", work.frameBases());
        row.put("seconds", seconds);
        row.put("predicted_seconds", predicted.map(CostBenchmark::round).orElse(null));
        row.put("published_seconds", round(CostModel.PUBLISHED.seconds(work)));
        return row;
    }

    /** The best that a constant factor makes of the published model, known only afterwards. */
    private static double published(List<Map<String, Object>> tasks) {
        double[] ratios = tasks.stream()
                .skip(10)
                .mapToDouble(row -> (double) row.get("seconds") / (double) row.get("published_seconds"))
                .sorted()
                .toArray();
        double[] errors = Arrays.stream(ratios)
                .map(ratio -> Math.abs(ratios[ratios.length / 2] / ratio - 1))
                .sorted()
                .toArray();
        return errors[(int) Math.ceil(0.9 * errors.length) - 1];
    }

    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
