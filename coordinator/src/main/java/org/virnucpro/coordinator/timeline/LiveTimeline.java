package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.balance.StealJson;

/**
 * The timeline of a run that the broker knows: its events so far, and the last sample of its coordinator. Each look reads
 * only what is new. Not thread-safe.
 */
final class LiveTimeline {

    private static final int PAGE = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterRegistry registry;
    private final RunId run;
    private final RunTimeline timeline = new RunTimeline();
    private String position = "";
    private String lastSample = "";

    LiveTimeline(ClusterRegistry registry, RunId run) {
        this.registry = registry;
        this.run = run;
    }

    /**
     * Looks now; empty when the broker does not know the run.
     *
     * @throws BrokerException when it does not answer, or holds what cannot be read
     */
    Optional<TimelineView> look() {
        Optional<RunSummary> summary = registry.run(run);
        if (summary.isEmpty()) {
            return Optional.empty();
        }
        Optional<RunSpec> spec = registry.spec(run);
        if (timeline.revision() == 0) {
            timeline.accept(planLine(summary.get(), spec));
        }
        SharedWorkQueues queues = registry.queues(run);
        catchUp(queues);
        registry.sample(run).filter(text -> !text.equals(lastSample)).ifPresent(text -> {
            timeline.accept(parsed(text));
            lastSample = text;
        });
        return Optional.of(TimelineView.of(timeline, new LiveContext(registry, queues, summary.get(), spec).context()));
    }

    private void catchUp(SharedWorkQueues queues) {
        List<QueueEvent> page;
        do {
            page = queues.events(position, PAGE);
            for (QueueEvent event : page) {
                timeline.accept(JSON.valueToTree(EventLog.describe(event)));
                position = event.id();
            }
        } while (page.size() == PAGE);
    }

    private JsonNode planLine(RunSummary summary, Optional<RunSpec> spec) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", summary.submitted().toString());
        line.put("type", "plan");
        line.put("run", run.value());
        spec.ifPresent(known -> line.put("stealing", StealJson.describe(known.stealing())));
        return JSON.valueToTree(line);
    }

    private static JsonNode parsed(String sample) {
        try {
            return JSON.readTree(sample);
        } catch (JsonProcessingException broken) {
            throw new BrokerException("the broker holds a sample that this version cannot read", broken);
        }
    }
}
