package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.http.EventFeed;
import org.virnucpro.coordinator.status.RunDescription;
import org.virnucpro.coordinator.status.WorkerDescription;

/**
 * Turns looks at the cluster into server-sent events: {@code runs}, {@code run} and {@code workers} are states, sent when they
 * have changed; {@code events} is what happened in a run. Confined to the thread of the watch.
 */
final class EventPublisher implements ClusterListener {

    private static final int EVENTS_PER_MESSAGE = 200;
    private static final int LOOKS_PER_COMMENT = 15;

    private final ObjectMapper mapper = new ObjectMapper();
    private final EventFeed feed;
    private final Map<String, String> sent = new HashMap<>();
    private long looks;

    EventPublisher(EventFeed feed) {
        this.feed = feed;
    }

    @Override
    public void looked(ClusterSnapshot snapshot) {
        Map<String, Object> runs = new LinkedHashMap<>();
        runs.put("coordinators", snapshot.coordinators());
        runs.put("runs", snapshot.runs().stream().map(RunDescription::summary).toList());
        changed("runs", "runs", runs);
        Set<String> subjects = new HashSet<>(Set.of("runs", "workers"));
        for (RunSummary run : snapshot.runs()) {
            if (!run.state().isFinal()) {
                Map<String, Object> described = RunDescription.summary(run);
                described.put("sample", snapshot.samples().get(run.run()));
                subjects.add(subject(run.run()));
                changed(subject(run.run()), "run", described);
            }
        }
        changed(
                "workers",
                "workers",
                Map.of(
                        "workers",
                        snapshot.live().stream()
                                .map(worker -> WorkerDescription.of(worker, Map.of()))
                                .toList(),
                        "silent",
                        snapshot.silent().stream()
                                .map(worker -> worker.worker().value())
                                .toList()));
        for (String gone : new ArrayList<>(sent.keySet())) {
            if (!subjects.contains(gone)) {
                sent.remove(gone);
                feed.forget(gone);
            }
        }
        if (++looks % LOOKS_PER_COMMENT == 0) {
            feed.alive();
        }
    }

    @Override
    public void happened(RunId run, List<QueueEvent> events, boolean earlier) {
        if (earlier) {
            return; // who wants to know reads /api/v1/runs/{run}/events
        }
        for (int from = 0; from < events.size(); from += EVENTS_PER_MESSAGE) {
            List<QueueEvent> some = events.subList(from, Math.min(events.size(), from + EVENTS_PER_MESSAGE));
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("run", run.value());
            message.put("events", some.stream().map(EventJson::of).toList());
            feed.happened("events", json(message));
        }
    }

    private void changed(String subject, String type, Map<String, Object> state) {
        String json = json(state);
        if (!json.equals(sent.put(subject, json))) {
            feed.changed(subject, type, json);
        }
    }

    private String json(Map<String, Object> value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        }
    }

    private static String subject(RunId run) {
        return "run/" + run;
    }
}
