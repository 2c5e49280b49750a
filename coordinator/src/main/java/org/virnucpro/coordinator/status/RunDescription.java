package org.virnucpro.coordinator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueView;

/** A run as {@code status --json} shows it. */
public final class RunDescription {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RunDescription() {}

    /** What the list of runs knows. */
    public static Map<String, Object> summary(RunSummary run) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("run", run.run().value());
        described.put("state", run.state().name().toLowerCase(Locale.ROOT));
        described.put("submitted", run.submitted().toString());
        described.put("message", run.message());
        return described;
    }

    /** That, the counters of its tasks, its queues, and what the last poll measured. */
    public static Map<String, Object> full(ClusterRegistry registry, RunSummary run) {
        Map<String, Object> described = summary(run);
        QueueView view = registry.queues(run.run()).observe();
        described.put("planned", view.counts().planned());
        described.put("pending", view.counts().pending());
        described.put("leased", view.counts().leased());
        described.put("done", view.counts().done());
        described.put("dead", view.counts().dead());
        described.put("split", view.counts().split());
        described.put("cancelled", view.counts().cancelled());
        described.put("steals", view.counts().steals());
        described.put("retry_depth", view.retryDepth());
        List<Map<String, Object>> queues = new ArrayList<>();
        view.queues().forEach(queue -> queues.add(queue(queue)));
        described.put("queues", queues);
        Optional<JsonNode> sample = registry.sample(run.run()).map(RunDescription::parse);
        described.put(
                "sample_age_seconds",
                sample.map(known -> ageSeconds(known, view.time())).orElse(null));
        described.put("sample", sample.orElse(null));
        return described;
    }

    /**
     * What a coordinator left in the broker.
     *
     * @throws BrokerException when it is no JSON
     */
    public static JsonNode parse(String sample) {
        try {
            return MAPPER.readTree(sample);
        } catch (JsonProcessingException broken) {
            throw new BrokerException("the broker holds a sample that this version cannot read", broken);
        }
    }

    private static @Nullable Double ageSeconds(JsonNode sample, Instant now) {
        Instant time = Instant.parse(sample.path("time").asText());
        return (double) Math.max(0, Duration.between(time, now).toMillis()) / 1000;
    }

    private static Map<String, Object> queue(QueueView.Queue queue) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("worker", queue.worker().value());
        entry.put("membership", queue.membership().name().toLowerCase(Locale.ROOT));
        entry.put("queue_depth", queue.depth());
        entry.put("tasks_done", queue.done().tasks());
        entry.put("sequences_done", queue.done().sequences());
        entry.put("tasks_stolen", queue.done().stolen());
        return entry;
    }
}
