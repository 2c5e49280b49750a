package org.virnucpro.coordinator.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.coordinator.balance.EventLog;

/** An event as in events.jsonl, with its place in the broker's stream. */
final class EventJson {

    private EventJson() {}

    static Map<String, Object> of(QueueEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", event.id());
        json.putAll(EventLog.describe(event));
        return json;
    }
}
