package org.virnucpro.coordinator.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;

/** Looks at a run from outside: what its coordinator measured last, and what has happened since. Not thread-safe. */
public final class RunFeed {

    /** How far back the first look goes, so that a long run need not be read from its beginning. */
    private static final Duration PAST = Duration.ofMinutes(10);

    private static final int PAGE = 1000;

    /**
     * One look.
     *
     * @param time of the broker's clock
     * @param sample the last poll; empty before the first one
     * @param sampleAge how old it is
     */
    public record Look(
            RunSummary run, Instant time, Optional<JsonNode> sample, Duration sampleAge, RecentEvents recent) {}

    private final ClusterRegistry registry;
    private final Optional<RunId> wanted;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable RunId current;
    private String position = "";
    private RecentEvents recent = new RecentEvents();

    /**
     * A feed.
     *
     * @param wanted which run; empty: at each look the one that goes on, else the latest
     */
    public RunFeed(ClusterRegistry registry, Optional<RunId> wanted) {
        this.registry = registry;
        this.wanted = wanted;
    }

    /**
     * Looks now; empty when the broker knows no run, or not the wanted one.
     *
     * @throws BrokerException when the broker does not answer, or holds a sample that cannot be read
     */
    public Optional<Look> look() {
        Optional<RunSummary> found = wanted.isPresent() ? registry.run(wanted.get()) : latest(registry.runs());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        RunSummary run = found.get();
        SharedWorkQueues queues = registry.queues(run.run());
        Instant now = queues.observe().time();
        if (!run.run().equals(current)) {
            current = run.run();
            recent = new RecentEvents();
            position = Math.max(0, now.minus(PAST).toEpochMilli()) + "-0";
        }
        catchUp(queues);
        Optional<JsonNode> sample = registry.sample(run.run()).map(this::parsed);
        Duration age = sample.map(known ->
                        Duration.between(Instant.parse(known.path("time").asText()), now))
                .orElse(Duration.ZERO);
        return Optional.of(new Look(run, now, sample, age, recent));
    }

    private void catchUp(SharedWorkQueues queues) {
        List<QueueEvent> page;
        do {
            page = queues.events(position, PAGE);
            for (QueueEvent event : page) {
                recent.add(event);
                position = event.id();
            }
        } while (page.size() == PAGE);
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new BrokerException("the broker holds a sample that this version cannot read", broken);
        }
    }

    private static Optional<RunSummary> latest(List<RunSummary> runs) {
        return runs.stream()
                .max(Comparator.comparing((RunSummary run) -> !run.state().isFinal())
                        .thenComparing(RunSummary::submitted));
    }
}
